/** The moto server as a child that ends with us, however we end. https://docs.getmoto.org/en/latest/docs/server_mode.html */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, statSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SandboxError } from "../sandbox-error";
import { prepareMoto } from "./moto-environment";
import { type MotoFailures, motoFailures } from "./moto-failures";

const runWhileParentLives = join(__dirname, "..", "..", "bin", "run-while-parent-lives");
const startLimitMs = 30_000;
/** Says to moto in whose account a request acts. */
export const accountHeader = "x-moto-account-id";

export interface Moto {
  port: number;
  failures: MotoFailures;
  stop(): Promise<void>;
}

export interface MotoOptions {
  /** For its log. */
  directory: string;
  narrate?: ((text: string) => void) | undefined;
}

export async function startMoto({ directory, narrate }: MotoOptions): Promise<Moto> {
  const program = await prepareMoto(process.env, narrate);
  const logFile = join(directory, "moto.log");
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const log = openSync(logFile, "a");
    const { size } = statSync(logFile);
    const said = (): string => readFileSync(logFile).subarray(size).toString();
    const child = spawn(process.execPath, [runWhileParentLives, "--grace", "1", program, "-H", "127.0.0.1", "-p", String(port)], {
      stdio: ["pipe", log, log],
      // Out of the terminal's reach: after a Ctrl-C, terraform still has to store its state here.
      detached: true,
      env: { ...withoutAws(process.env), MOTO_S3_ALLOW_CROSSACCOUNT_ACCESS: "false", AWS_EC2_METADATA_DISABLED: "true" },
    });
    closeSync(log);
    if (await isReady(child, port, said)) return { port, failures: motoFailures(logFile), stop: () => stop(child) };
    await stop(child);
    const words = said().trim().split("\n").slice(-5).join("\n");
    // Somebody else may have taken the port between our choosing it and moto's.
    if (attempt < 3 && words.includes("Address already in use")) continue;
    throw new SandboxError(`moto did not start\n${words}`, `its log is ${logFile}; delete its folder in your cache to install it anew`);
  }
}

/** A profile of the user's shell that does not exist in moto's world would stop it; an account there would count for every request. */
const withoutAws = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("AWS_") && name !== "MOTO_ACCOUNT_ID"));

/** An open port may be anybody's, another sandbox's moto included: ready is when our child says that it has it, and it answers. */
async function isReady(child: ChildProcess, port: number, said: () => string): Promise<boolean> {
  const deadline = Date.now() + startLimitMs;
  const url = `http://127.0.0.1:${port}`;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (said().includes(`Running on ${url}`) && (await fetch(`${url}/moto-api/data.json`).catch(() => undefined))?.ok) return true;
    await sleep(50);
  }
  return false;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.stdin?.end();
  await gone;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
