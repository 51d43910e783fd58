/**
 * The life of an environment whose DNS is not at Cloudflare, from `init` to `destroy`, in a shell of the sandbox that has no Cloudflare token:
 * with the real terraform, and with an administrator who does what the verbs say. Its zone is also the organisation's, beside two at Cloudflare.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { GuardedPlan } from "../../changes/guard";
import type { Adoption } from "../../workflows/adopt/adopt";
import type { Destruction } from "../../workflows/destroy";
import type { Diagnosis } from "../../workflows/doctor";
import type { Verification } from "../../workflows/verify";
import { type Checkout, makeCheckout } from "./checkout";

jest.setTimeout(600_000);

const domain = "mail.pilot.example.org";
let checkout: Checkout;
let dnsHost = "";
let variables: Record<string, string>;

beforeAll(async () => {
  checkout = makeCheckout();
  declareIn("organisation", "  domains: [\n", `  domains: [\n${organisationalDomain}`);
  const answers = { "--name": "pilot", "--account": "111122223333", "--zone": "example.org", "--dns-host": "by-hand", "--standby": "ses" };
  const people = {
    "--sender-name": "Market Edge Platform",
    "--seed-mailboxes": "twinpost-seed@gmail.com,twinpost-seed@yahoo.com",
    "--reviewers": "@ada",
  };
  expect(await checkout.twinpost("init", ...Object.entries({ ...answers, ...people }).flat())).toMatchObject({ code: 0 });
  const printed = await checkout.startSandbox("--calm", "--env", "pilot");
  dnsHost = /^DNS host.*?(http:\S+)/m.exec(printed)?.[1] ?? "";
  const { stdout: lines } = await checkout.twinpost("sandbox", "env", "--env", "pilot");
  variables = checkout.enter(`${lines}unset CLOUDFLARE_API_TOKEN\n`);
  expect(await pilot("bootstrap", "--apply")).toMatchObject({ code: 0 });
  // What bounds the SMTP user is declared there.
  for (const words of [["plan"], ["apply", "--apply"]])
    expect(await checkout.twinpost(...words, "--env", "account-111122223333")).toMatchObject({ code: 0 });
});
afterAll(() => checkout.remove());

const pilot = (...words: string[]) => checkout.twinpost(...words, "--env", "pilot");
async function answer<T>(...words: string[]): Promise<T> {
  const { code, stdout, stderr } = await pilot(...words, "--json");
  if (stdout === "") throw new Error(`${words.join(" ")} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
const zoneFile = async () => (await pilot("records", "--format", "bind")).stdout;
const publish = async (text: string, file = "pilot") =>
  (await fetch(`${dnsHost}/zone-files/${file}`, { method: "PUT", body: text })).text();
const withdraw = (file: string) => fetch(`${dnsHost}/zone-files/${file}`, { method: "DELETE" });

const organisationalDomain = `    {
      dns: { host: "by-hand", zone: "example.org" },
      spf: { alsoInclude: [] },
      dmarc: { policy: "none", np: "reject", reportTo: ["dmarc@example.org"] },
    },
`;

function declareIn(name: string, from: string, to: string): void {
  const file = join(checkout.directory, "environments", `${name}.ts`);
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

// One life: each test goes on from where the one before it stopped.
describe("an environment whose DNS is kept elsewhere", () => {
  test("is looked at by the doctor without Cloudflare: its zone's delegation is what can be seen", async () => {
    const { checks, findings } = await answer<Diagnosis>("doctor");
    expect(checks.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(expect.arrayContaining(["delegation ok", "name-servers ok"]));
    expect(checks.filter(({ id }) => id.startsWith("cloudflare"))).toEqual([]);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("has another tool's record merged, from live DNS", async () => {
    await publish(`${domain}. 300 IN TXT "v=spf1 include:_spf.google.com ~all"`, "other");
    const adoption = await answer<Adoption>("adopt");
    expect(adoption).toMatchObject({ imports: [], published: [] });
    expect(adoption.findings).toMatchObject([
      {
        id: "adopt/merge",
        remedy: expect.stringContaining('"v=spf1 include:_spf.google.com include:sendgrid.net include:amazonses.com ~all"'),
      },
    ]);
    await withdraw("other");
  });

  test("is planned without any DNS in it: what has to be published, and what receivers conclude then", async () => {
    const plan = await answer<GuardedPlan>("plan");
    expect(plan.changes.map(({ type }) => type).filter((type) => type.startsWith("cloudflare"))).toEqual([]);
    expect(plan.changes.map(({ address }) => address).filter((address) => address.includes("cloudflare"))).toEqual([]);
    expect(plan).toMatchObject({ records: [], findings: [], byHand: Array(11).fill({ action: "create" }) });
    expect(plan.forecast?.spf[0]?.after).toMatchObject({ lookups: 2, voidLookups: 0 });
  });

  test("is applied, which ends with what is left to do", async () => {
    const { code, stdout } = await pilot("apply", "--apply");
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("npx twinpost records --env pilot --format bind\n") });
    const { code: failed, stdout: verified } = await pilot("verify", "--timeout", "1");
    expect(failed).toBe(1);
    expect(verified).toContain("publish it at your DNS host, as `npx twinpost records --env pilot` prints it");
  });

  test("is verified once the zone file is published as it was printed", async () => {
    expect(await publish(await zoneFile())).toBe("11 records\n");
    const { records, findings } = await answer<Verification>("verify");
    expect(records.every(({ published, visible }) => published && visible)).toBe(true);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("sends through both providers, and has nothing left to change", async () => {
    expect(await pilot("credentials", "--apply")).toMatchObject({ code: 0 });
    const { code, stdout } = await pilot("seed-test");
    expect(code).toBe(0);
    expect(stdout.match(/pass +pass +pass .* inbox/g)).toHaveLength(4);
    expect(await answer("plan")).toEqual({ version: 1, changes: [], outputs: [], records: [], findings: [] });
    expect((await checkout.twinpost("status")).stdout).toContain("all 11 right");
  });

  test("is the same to a plain terraform in that shell, which has nothing to change either", async () => {
    const stack = join(variables.CDKTF_OUTDIR ?? "", "stacks", "email-pilot");
    expect(await checkout.run("terraform", ["init", "-input=false"], stack)).toMatchObject({ code: 0 });
    expect(await checkout.run("terraform", ["plan", "-input=false", "-detailed-exitcode"], stack)).toMatchObject({ code: 0, stderr: "" });
  });

  test("is listed as applied, whatever is declared since; a policy that changes is a change by hand alone", async () => {
    const before = await zoneFile();
    rmSync(join(variables.TWINPOST_WORK_DIRECTORY ?? "", "email-pilot"), { recursive: true });
    declareIn("pilot", 'policy: "none"', 'policy: "quarantine"');
    expect(await zoneFile()).toBe(before);
    const { changes, byHand } = await answer<GuardedPlan>("plan");
    expect(changes).toEqual([]);
    expect(byHand).toMatchObject([
      {
        action: "update",
        before: { role: "DMARC", value: expect.stringContaining("p=none") },
        after: { value: expect.stringContaining("p=quarantine") },
      },
    ]);
  });

  test("is destroyed, which says what is to be removed by hand", async () => {
    const { destroyed, byHand } = await answer<Destruction>("destroy", "--force", "the pilot is over", "--apply");
    expect(destroyed).toBe(true);
    expect(byHand).toEqual(Array(11).fill(expect.objectContaining({ action: "delete" })));
  });
});

describe("an organisation with one domain there and two at Cloudflare", () => {
  const organisation = (...words: string[]) => checkout.twinpost(...words, "--env", "organisation");
  const zoneOf = (name: string) => ["example.org", "example.com", "example.net"].find((zone) => name.endsWith(zone));

  test("is applied, which asks for the zone file of the one", async () => {
    checkout.enter((await checkout.twinpost("sandbox", "env", "--env", "organisation")).stdout);
    expect(await organisation("bootstrap", "--apply")).toMatchObject({ code: 0 });
    expect(await organisation("plan")).toMatchObject({ code: 0 });
    const { code, stdout } = await organisation("apply", "--apply");
    const command = "npx twinpost records --env organisation --zone example.org --format bind\n";
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(command) });
  });

  test("marks what is by hand among its records, and a file holds nothing else", async () => {
    const { stdout } = await organisation("records", "--json");
    const { records } = JSON.parse(stdout) as { records: { name: string; zone: string; byHand?: true }[] };
    expect(records.map(({ zone }) => zone)).toEqual(records.map(({ name }) => zoneOf(name)));
    const byHand = records.filter((record) => record.byHand).map(({ name }) => name);
    expect(new Set(byHand.map(zoneOf))).toEqual(new Set(["example.org"]));
    expect(records.length).toBeGreaterThan(byHand.length);
    for (const format of ["bind", "csv"]) {
      const printed = (await organisation("records", "--format", format)).stdout.trim().split(/\r?\n/);
      expect(printed.slice(format === "csv" ? 1 : 0).map((line) => line.split(/[ ,]/)[format === "csv" ? 1 : 0])).toEqual(
        byHand.map((name) => (format === "csv" ? name : `${name}.`)),
      );
    }
  });

  test("is verified once that file is published, and nothing else of it", async () => {
    expect(await publish((await organisation("records", "--format", "bind")).stdout, "organisation")).toMatch(/^\d+ records\n$/);
    const { code, stdout } = await organisation("verify", "--json");
    const { records, findings } = JSON.parse(stdout) as Verification;
    expect({ code, wrong: records.filter(({ published, visible }) => !published || !visible) }).toEqual({ code: 0, wrong: [] });
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(JSON.parse((await organisation("plan", "--json")).stdout)).toMatchObject({ changes: [], outputs: [] });
  });
});
