/** `twinpost init` in a folder of its own, by flags or at a terminal. */
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { main } from "../../cli/main";
import type { ExitCode } from "../../cli/world";
import { fixtureEnv } from "../fixtures/declared";

type Flags = Record<string, string | true>;

/** @param from whose files are there at first; none when left out. */
export function folderOf(from?: "fixture" | "shipped") {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-init-"));
  let runs = 0;
  const folder = (): string => join(directory, `environments-${runs}`);
  if (from)
    cpSync(from === "fixture" ? fixtureEnv.TWINPOST_ENVIRONMENTS : join(__dirname, "..", "..", "environments"), folder(), {
      recursive: true,
    });
  const place = (name: string): string => join(folder(), `${name}.ts`);
  const verbs: string[][] = [];

  /** @param typed lines at a terminal; nobody is at one when absent. */
  async function run(words: string[], typed?: string[], env: Record<string, string> = {}) {
    const said = { stdout: "", stderr: "" };
    // Jest evaluates a file once: each run finds its files at another place.
    const before = folder();
    runs++;
    if (existsSync(before)) renameSync(before, folder());
    const stdin = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
    stdin.end(typed?.map((line) => `${line}\n`).join(""));
    const world = {
      env: { TWINPOST_ENVIRONMENTS: folder(), ...env },
      stdin,
      stdout: { write: (text: string) => (said.stdout += text) },
      stderr: { write: (text: string) => (said.stderr += text), isTTY: typed !== undefined, columns: 80 },
      directory,
      twinpost: async (argv: string[]): Promise<ExitCode> => {
        verbs.push(argv);
        return 0;
      },
    };
    return { code: await main(words, world), ...said };
  }
  return {
    directory,
    folder,
    verbs,
    file: (name: string): string => readFileSync(place(name), "utf8"),
    has: (name: string): boolean => existsSync(place(name)),
    place,
    run,
    init: (flags: Flags, typed?: string[], env?: Record<string, string>) =>
      run(
        ["init", ...Object.entries(flags).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, value]))],
        typed,
        env,
      ),
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** Into an account that the fixture declares. */
export const pilot = {
  name: "pilot",
  account: "111122223333",
  "dns-host": "cloudflare",
  zone: "example.net",
  "zone-id": "0d4f3e6a8b1c4d5e9f70213243546576",
  "sender-name": "Market Edge Platform",
  alerts: "ops@example.net",
  "seed-mailboxes": "one@gmail.com, two@outlook.com",
  reviewers: "@ada, @market-edge/platform",
};

/** Nobody's data but one's own. */
export const own = {
  name: "prod",
  account: "999988887777",
  "dns-host": "by-hand",
  zone: "corp.example",
  "sender-name": "Corp",
  primary: "ses",
  alerts: "ops@corp.example",
  "seed-mailboxes": "one@gmail.com",
  reviewers: "@grace",
};
export const ownAccount = {
  "github-owner": "corp",
  "github-owner-id": "777",
  "github-repository": "mail",
  "github-repository-id": "888",
  administrators: "grace,bob",
};
