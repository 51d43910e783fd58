/** A program that answers one JSON object a line, and the secret that it reads from a file. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Login {
  port: number;
  user: string;
  password: string;
}

export interface Outcome {
  sent?: true;
  subject?: string;
  drop?: boolean;
  perhapsAccepted?: boolean;
}

const root = join(__dirname, "..", "..");

export const settings = ({ port, user, password }: Login) => ({
  SMTP_SERVER: "localhost",
  SMTP_PORT: String(port),
  SMTP_USER: user,
  SMTP_PASSWORD: password,
  FRONTEND_URL: "https://app.reject.example",
  EMAIL_SENDER_ADDRESS: "billing@reject.example",
  EMAIL_SENDER_NAME: "Billing",
});

/** A folder with the secret and the certificate authority, and the programs that know no more. */
export function startStage(caPem: string) {
  const folder = mkdtempSync(join(tmpdir(), "twinpost-examples-"));
  const secretFile = join(folder, "secret.json");
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, caPem);
  const programs: ChildProcess[] = [];
  return {
    folder,
    store: (login: Login) => writeFileSync(secretFile, JSON.stringify(settings(login))),
    run(command: string, args: string[], moreEnv: Record<string, string> = {}): Program {
      const pythonPath = [join(root, "examples", "python"), join(__dirname, "stand-in")].join(":");
      const env = {
        ...{ PATH: process.env.PATH, SECRET_FILE: secretFile, SSL_CERT_FILE: caFile, NODE_EXTRA_CA_CERTS: caFile },
        ...{ PYTHONPATH: pythonPath, PYTHONDONTWRITEBYTECODE: "1", ...moreEnv },
      };
      const child = spawn(command, args, { cwd: __dirname, env, stdio: ["pipe", "pipe", "inherit"] });
      programs.push(child);
      return new Program(child);
    },
    async stop() {
      await Promise.all(programs.map(ended));
      rmSync(folder, { recursive: true });
    },
  };
}

export class Program {
  readonly #waiting: { resolve(answer: unknown): void; reject(error: Error): void }[] = [];

  constructor(readonly child: ChildProcess) {
    if (child.stdout) createInterface(child.stdout).on("line", (line) => this.#waiting.shift()?.resolve(JSON.parse(line)));
    child.on("close", () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error("the program has ended"));
    });
  }

  ask<T>(question: object): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ resolve: resolve as (answer: unknown) => void, reject });
      this.child.stdin?.write(`${JSON.stringify(question)}\n`);
    });
  }

  /** As a rollout does when its patience ends. */
  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await ended(this.child);
  }
}

/** Ends when its input does. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.stdin?.end();
  await closed;
}
