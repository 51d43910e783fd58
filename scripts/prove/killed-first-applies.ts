/**
 * Environments that are alike, each with a first apply of its own that is killed, and everything with it: twinpost, terraform and terraform's plugins.
 * All are in one sandbox, whose account is applied once. What a round leaves is what `adopt` has to find.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readState } from "../../adapters/terraform/state";
import type { GuardedPlan } from "../../changes/guard";
import { main } from "../../cli/main";
import { stateBucket, stateKey } from "../../declaration/names/terraform-state";
import { openSandbox, sandboxOptions } from "../../rehearsal/sandbox";
import { accounts } from "../../test/fixtures/environments/accounts";
import { organisation } from "../../test/fixtures/environments/organisation";
import { staging } from "../../test/fixtures/environments/staging";
import { connect } from "../../wiring/connections";
import { loadDeclaredFiles } from "../../wiring/declared";
import type { Adoption } from "../../workflows/adopt/adopt";
import { killAll, newMark } from "./marked-processes";

export interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

export type FirstApplies = Awaited<ReturnType<typeof startFirstApplies>>;

/** @param directory empty. @param count of environments, called "k1", "k2", ... */
export async function startFirstApplies(directory: string, count: number) {
  const names = Array.from({ length: count }, (_, index) => `k${index + 1}`);
  const folder = join(directory, "environments");
  writeEnvironments(folder, names);
  const settings = { TWINPOST_ENVIRONMENTS: folder };
  const declared = loadDeclaredFiles({ env: settings, directory });
  const { aws } = staging;
  const options = sandboxOptions(
    declared,
    { aws },
    { calm: true, seed: "kills", terraformPlugins: "stand-ins" },
    join(directory, "sandbox"),
  );
  const sandbox = await openSandbox(options);
  const env = { ...process.env, ...settings, ...sandbox.env };
  const connections = connect({ env, directory }, () => {});
  const clients = connections.aws({ aws });

  const twinpost = async (...words: string[]): Promise<Said> => {
    const said: Record<"stdout" | "stderr", string[]> = { stdout: [], stderr: [] };
    const stdout = { write: (text: string) => said.stdout.push(text) };
    const stderr = { write: (text: string) => said.stderr.push(text) };
    const code = await main(words, { env, stdout, stderr, directory, twinpost: main });
    return { code, stdout: said.stdout.join(""), stderr: said.stderr.join("") };
  };
  const must = async (...words: string[]): Promise<Said> => {
    const said = await twinpost(...words);
    if (said.code !== 0) throw new Error(`twinpost ${words.join(" ")} ended with ${said.code}\n${said.stdout}${said.stderr}`);
    return said;
  };
  const logOf = (name: string): string => {
    const file = join(directory, ".twinpost", `email-${name}`, "terraform.log");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };
  const planOf = async (name: string) => JSON.parse((await must("plan", "--env", name, "--json")).stdout) as GuardedPlan;

  await must("bootstrap", "--env", "k1", "--apply");
  await must("plan", "--env", `account-${aws.account}`);
  await must("apply", "--env", `account-${aws.account}`, "--apply");

  return {
    names,
    sandbox,
    clients,
    twinpost,
    must,
    planOf,

    /** @param after how many resources terraform has told to be complete. @param stores whether it stores its state on the way. */
    async applyAndKill(name: string, { after, stores }: { after: number; stores: boolean }): Promise<void> {
      await must("plan", "--env", name);
      const before = logOf(name).length;
      const mark = newMark();
      const words = [join(__dirname, "..", "..", "bin", "twinpost"), "apply", "--env", name, "--apply"];
      const variables = { ...env, ...mark, ...(stores ? { TF_STATE_PERSIST_INTERVAL: "2" } : {}) };
      const child = spawn(process.execPath, words, { cwd: directory, detached: true, env: variables, stdio: "ignore" });
      const ended = once(child, "exit");
      const made = (): number => logOf(name).slice(before).split(": Creation complete").length - 1;
      while (!logOf(name).includes("$ terraform apply", before) || made() < after) {
        if (child.exitCode !== null) throw new Error(`the apply ended before ${after} resources were made\n${logOf(name).slice(before)}`);
        await sleep(10);
      }
      await killAll(mark);
      await ended;
    },

    /** How many resources the state has; undefined if there is none. */
    inState: async (name: string): Promise<number | undefined> => {
      const place = { bucket: stateBucket({ aws }), key: stateKey(`email-${name}`), account: aws.account };
      return (await readState(clients.s3, place))?.resources;
    },

    /** As the remedy of a locked state says. */
    async unlock(name: string): Promise<void> {
      const place = { Bucket: stateBucket({ aws }), Key: `${stateKey(`email-${name}`)}.tflock` };
      await clients.s3.deleteObject(place);
    },

    adopt: async (name: string) => JSON.parse((await must("adopt", "--env", name, "--json")).stdout) as Adoption,

    async stop(): Promise<void> {
      await sandbox.stop();
      rmSync(directory, { recursive: true });
    },
  };
}

function writeEnvironments(folder: string, names: readonly string[]): void {
  mkdirSync(folder);
  const write = (file: string, name: string, value: unknown): void =>
    writeFileSync(join(folder, `${file}.ts`), `export const ${name} = ${JSON.stringify(value, undefined, 2)};\n`);
  write("declared", "environments", names);
  write("accounts", "accounts", accounts);
  write("organisation", "organisation", organisation);
  for (const name of names) {
    const sendingDomain = `mail.${name}.example.net`;
    const sender = { ...staging.sender, address: `invitations@${sendingDomain}` };
    write(name, name, { ...staging, name, sendingDomain, sender });
  }
}
