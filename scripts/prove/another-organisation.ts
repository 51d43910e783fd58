/**
 * The data in environments/ belongs to whoever uses Twinpost. In a copy of this checkout another organisation's files take the place of the
 * examples: other accounts, zones and names, one sending provider each, DNS by hand in one of them. Everything there has to be as green as here.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DeclaredAccount } from "../../declaration/schema/account";
import type { Organisation } from "../../declaration/schema/organisation";
import type { Proof, ProofResult } from "./proof";

const root = join(__dirname, "..", "..");

/** As `twinpost init` takes them. */
const environments: Record<string, string>[] = [
  {
    name: "pilot",
    account: "555566667777",
    region: "eu-central-1",
    "dns-host": "cloudflare",
    zone: "corp.example",
    "zone-id": "5a1b9c2d3e4f5061728394a5b6c7d8e9",
    domain: "mail.pilot.corp.example",
    "sender-name": "Corp Accounts",
    "reply-to": "help@corp.example",
    "frontend-url": "https://app.corp.example",
    primary: "ses",
    standby: "none",
    "report-to": "dmarc@corp.example",
    reviewers: "@grace",
  },
  {
    name: "continent",
    account: "888899990000",
    region: "eu-west-3",
    "dns-host": "by-hand",
    zone: "corp-eu.example",
    domain: "mail.corp-eu.example",
    "sender-name": "Corp Europe",
    "reply-to": "help@corp-eu.example",
    "frontend-url": "https://eu.corp.example",
    primary: "sendgrid",
    standby: "none",
    "report-to": "dmarc@corp-eu.example",
    reviewers: "@grace",
  },
];

const github = {
  owner: "corp",
  ownerId: "777",
  name: "corp-mail",
  repositoryId: "888",
  branch: "trunk",
} as const;

const accounts: DeclaredAccount[] = [
  { id: "555566667777", region: "eu-central-1", github, administrators: ["arn:aws:iam::555566667777:user/grace"] },
  {
    id: "888899990000",
    region: "eu-west-3",
    github,
    sendgrid: { username: "corp-eu", ownsSettings: true },
    administrators: ["arn:aws:iam::888899990000:user/grace"],
  },
];

const organisation: Organisation = {
  aws: { account: "555566667777", region: "eu-central-1" },
  review: { reviewers: ["@grace"] },
  domains: [
    {
      dns: { host: "cloudflare", zone: "corp.example", zoneId: "5a1b9c2d3e4f5061728394a5b6c7d8e9" },
      spf: { alsoInclude: [] },
      dmarc: { policy: "none", np: "reject", reportTo: ["dmarc@corp.example"] },
    },
    {
      dns: { host: "by-hand", zone: "corp-eu.example" },
      spf: { alsoInclude: [] },
      dmarc: { policy: "none", np: "reject", reportTo: ["dmarc@corp-eu.example"] },
    },
  ],
};

/** @param commands of npm, each of which has to end with 0 there. */
async function proveIn(commands: readonly string[][], narrate: (text: string) => void): Promise<ProofResult> {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-another-organisation-"));
  try {
    copyCheckout(directory);
    writeData(directory);
    const failures: string[] = [];
    for (const words of commands) {
      narrate(`npm ${words.join(" ")}`);
      const { code, said } = await run("npm", words, directory);
      if (code !== 0) failures.push(`npm ${words.join(" ")} ended with ${code}:\n${said.split("\n").slice(-120).join("\n")}`);
    }
    return { tries: commands.length, failures };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What git has or would take, and a repository of its own, which the tests ask for its files. */
function copyCheckout(directory: string): void {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  for (const file of listed.split("\0").filter(Boolean)) cpSync(join(root, file), join(directory, file));
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  execFileSync("git", ["init", "--quiet"], { cwd: directory });
  execFileSync("git", ["add", "--all"], { cwd: directory });
}

function writeData(directory: string): void {
  const folder = join(directory, "environments");
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
  const write = (name: string, text: string): void => writeFileSync(join(folder, `${name}.ts`), text);
  write("declared", "export const environments = [];\n");
  write("accounts", `export const accounts = ${JSON.stringify(accounts, undefined, 2)};\n`);
  write("organisation", `export const organisation = ${JSON.stringify(organisation, undefined, 2)};\n`);
  for (const answers of environments) {
    const flags = Object.entries({
      alerts: "ops@corp.example",
      "per-month": "20000",
      "at-once": "500",
      "seed-mailboxes": "seed@gmail.com",
      ...answers,
    });
    execFileSync(
      process.execPath,
      [join(directory, "bin", "twinpost"), "init", ...flags.flatMap(([name, value]) => [`--${name}`, value])],
      { cwd: directory, stdio: "pipe" },
    );
  }
  execFileSync(join(root, "node_modules", ".bin", "biome"), ["format", "--write", "environments"], { cwd: directory, stdio: "pipe" });
}

async function run(program: string, words: string[], cwd: string): Promise<{ code: number | null; said: string }> {
  const child = spawn(program, words, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said };
}

export const anotherOrganisation: Proof = {
  name: "another-organisation",
  claim: "with another organisation's data in environments/, the checks, every test and a rehearsal are green",
  run: (_, narrate) => proveIn([["run", "check"], ["test"], ["run", "rehearse", "--", "--env", "all", "--calm"]], narrate),
};
