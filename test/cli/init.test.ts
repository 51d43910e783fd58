/** `twinpost init` by flags, beside environments that are there. */
import { rmSync, writeFileSync } from "node:fs";
import { folderOf, pilot } from "./init-at";

let at: ReturnType<typeof folderOf>;
beforeEach(() => {
  at = folderOf("fixture");
});
afterEach(() => at.remove());

test("writes an environment and adds it to the list, and says what comes next", async () => {
  const { code, stdout } = await at.init(pilot);
  expect(code).toBe(0);
  expect(at.file("pilot")).toMatchInlineSnapshot(`
"/** The environment "pilot", begun by \`twinpost init\`. */
import type { Environment } from "../declaration/schema/environment";

export const pilot: Environment = {
  name: "pilot",
  aws: { account: "111122223333", region: "eu-west-1" },
  dns: { host: "cloudflare", zone: "example.net", zoneId: "0d4f3e6a8b1c4d5e9f70213243546576" },
  sendingDomain: "mail.pilot.example.net",
  sender: { address: "invitations@mail.pilot.example.net", name: "Market Edge Platform", replyTo: "support@example.net" },
  frontendUrl: "https://app.pilot.example.net",
  sendingProviders: { primary: "sendgrid" },
  spf: { alsoInclude: [] },
  dmarc: { policy: "none", np: "reject", reportTo: ["dmarc-reports@example.net"] },
  tlsRpt: { reportTo: ["dmarc-reports@example.net"] },
  review: { reviewers: ["@ada", "@market-edge/platform"] },
  alerts: { notify: ["ops@example.net"], failureRate: 0.05 },
  rotation: { everyDays: 90 },
  limits: { sendsPerDay: 1_300 },
  capacity: { perMonth: 10_000, atOnce: 1_000, withinSeconds: 30 },
  secretReaders: [],
  seedMailboxes: ["one@gmail.com", "two@outlook.com"],
};
"
`);
  expect(at.file("declared")).toContain('["dev", "staging", "prod", "pilot"];');
  const commands = [...stdout.matchAll(/^ {2}npx twinpost (.*)$/gm)].map(([, words]) => words);
  expect(commands).toEqual([
    "validate",
    "rehearse --env pilot",
    "bootstrap --env pilot --apply",
    "bootstrap --env account-111122223333 --apply",
    "doctor --env pilot",
    "plan --env account-111122223333",
    "apply --env account-111122223333 --apply",
    "adopt --env pilot",
    "plan --env pilot",
    "apply --env pilot --apply",
    "verify --env pilot",
    "credentials --env pilot --apply",
    "seed-test --env pilot",
  ]);
  expect(await at.run(["validate"])).toMatchObject({ code: 0 });
});

test("nothing is decided silently: what no flag said is told with where it is from", async () => {
  const { stderr } = await at.init(pilot);
  for (const said of [
    /domain +mail\.pilot\.example\.net \(usual\)/,
    /standby +none/,
    /reply to +support@example\.net/,
    /tls report to +dmarc-reports@/,
  ])
    expect(stderr).toMatch(said);
  expect(stderr).not.toContain("seed mailboxes");
});

test("an environment that begins with a capture server has it alone, and says that nobody sends from its domain", async () => {
  expect((await at.init({ ...pilot, primary: "capture" })).code).toBe(0);
  expect(at.file("pilot")).toContain('sendingProviders: { primary: "capture" },');
  expect(at.file("pilot")).toContain('capture: { host: "localhost", port: 1_025, api: "http://localhost:8025" },');
  expect(at.file("pilot")).toMatch(/spf: \{ alsoInclude: \[\], all: "-all" \},\n {2}dmarc: \{ policy: "reject",/);
});

test.each([
  ["an account that is none", { account: "1234" }, '--account: "1234" is not an AWS account id, expected 12 digits\n'],
  ["a zone id that is none", { "zone-id": "x" }, '--zone-id: "x" is not a Cloudflare zone id'],
  ["another zone's id", { zone: "corp.example" }, '--zone-id: "0d4f3e6a8b1c4d5e9f70213243546576" is the id of another zone'],
  ["a seed mailbox that is none", { "seed-mailboxes": "one@gmail.com,two" }, '--seed-mailboxes: "two" is not an address'],
  ["another's domain", { domain: "mail.staging.example.net" }, '--domain: "mail.staging.example.net" overlaps'],
  [
    "the organisation's domain",
    { domain: "example.net", "reply-to": "a@b.example", "report-to": "a@b.example" },
    '--domain: "example.net" is declared in organisation.ts',
  ],
  ["nobody who approves", { reviewers: "" }, '--reviewers: "none" is not enough'],
  ["a reviewer who is none", { reviewers: "@ada,a b/c/d" }, '--reviewers: "@b/c/d" is neither a user nor a team of GitHub'],
  ["a team of another organisation", { reviewers: "@other/team" }, '--reviewers: "@other/team" is a team of another organisation'],
  ["an environment that is there", { name: "dev" }, '--name: "dev" is taken'],
  ["a file that is no environment, even by force", { name: "schema", force: true }, '--name: "schema" is the name of another file'],
  ["the name of another file", { name: "accounts" }, '--name: "accounts" is the name of another file'],
  ["what --env calls something else", { name: "all" }, '--name: "all" is taken'],
  ["a standby that is none", { standby: "carrier-pigeon" }, "--standby: "],
  ["nobody to release from", { "promote-from": "nobody" }, '--promote-from: "nobody" is no declared environment'],
  ["a limit below one burst", { "sends-per-day": "10" }, '--sends-per-day: "10" is less than one burst, expected at least 1000'],
  ["a burst above the month", { "per-month": "100" }, '--at-once: "1000" is more than in the whole month'],
  ["a comma that ends no thousands", { "per-month": "10,00" }, '--per-month: "10,00" has a comma'],
  ["a dot, which could be a decimal point", { "per-month": "10.000" }, '--per-month: "10.000" has a dot'],
] as [string, Record<string, string | true>, string][])(
  "refuses %s by the flag's name and writes nothing",
  async (_name, flags, message) => {
    writeFileSync(at.place("schema"), "as it was");
    const before = ["dev", "schema", "declared"].map(at.file);
    const { code, stderr } = await at.init({ ...pilot, ...flags });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("environments/pilot.ts");
    expect(code).toBe(2);
    expect(["dev", "schema", "declared"].map(at.file)).toEqual(before);
  },
);

test.each([
  ["10,000", "12 000"],
  ["10 000", "12'000"],
  ["10_000", "12,000"],
])("thousands may be set apart: %s", async (perMonth, sendsPerDay) => {
  expect((await at.init({ ...pilot, "per-month": perMonth, "sends-per-day": sendsPerDay })).code).toBe(0);
  expect(at.file("pilot")).toContain("limits: { sendsPerDay: 12_000 },\n  capacity: { perMonth: 10_000,");
});

// 80 % of the limit is more than the burst, and than a twentieth of the month.
test.each([
  ["10000", "1000", "1_300"],
  ["100", "10", "13"],
  ["2000000", "5000", "130_000"],
  ["1", "1", "2"],
])("the daily limit fits %s a month with bursts of %s", async (perMonth, atOnce, limit) => {
  await at.init({ ...pilot, "per-month": perMonth, "at-once": atOnce });
  expect(at.file("pilot")).toContain(`sendsPerDay: ${limit} }`);
});

test("all faults are told at once", async () => {
  const { stderr } = await at.init({ ...pilot, account: "1", "zone-id": "x", domain: "Corp", primary: "pigeon" });
  expect(stderr.match(/^--[\w-]+(?=:)/gm)).toEqual(["--account", "--zone-id", "--domain", "--primary"]);
});

test("answers that mean the same are declared the same way", async () => {
  const flags = {
    account: "1111-2222-3333",
    zone: "Example.net.",
    reviewers: "ada market-edge/platform",
    "frontend-url": "app.pilot.example.net/",
  };
  expect((await at.init({ ...pilot, ...flags, alerts: "a@example.net b@example.net" })).code).toBe(0);
  expect(at.file("pilot")).toContain('account: "111122223333"');
  expect(at.file("pilot")).toContain('reviewers: ["@ada", "@market-edge/platform"]');
  expect(at.file("pilot")).toContain('frontendUrl: "https://app.pilot.example.net"');
  expect(at.file("pilot")).toContain('notify: ["a@example.net", "b@example.net"]');
});

test("replaces an environment by force, which stays once in the list", async () => {
  expect((await at.init({ ...pilot, name: "dev", force: true })).code).toBe(0);
  expect(at.file("dev")).toContain('sendingDomain: "mail.dev.example.net"');
  expect(at.file("declared")).toContain('["dev", "staging", "prod"];');
});

test("without a list of environments, but with accounts, it says where the list is expected", async () => {
  rmSync(at.place("declared"));
  const { code, stderr } = await at.init(pilot);
  expect(code).toBe(2);
  expect(stderr).toContain(`environments/declared.ts: is missing: there is no ${at.place("declared")}`);
});

test("what is wished for beyond the usual is said by flags", async () => {
  const flags = {
    standby: "ses",
    "sendgrid-subuser": "sub",
    "sendgrid-region": "eu",
    "dmarc-policy": "quarantine",
    "promote-from": "staging",
  };
  expect((await at.init({ ...pilot, ...flags, "per-month": "300000", approval: "pull request" })).code).toBe(0);
  for (const line of [
    'sendingProviders: { primary: "sendgrid", standby: "ses" },',
    'sendgrid: { region: "eu", subuser: "sub" },',
    'dmarc: { policy: "quarantine",',
    'promotion: { from: "staging", approval: "pull request" },',
  ])
    expect(at.file("pilot")).toContain(line);
  expect(await at.run(["validate"])).toMatchObject({ code: 0 });
});

test("another environment's fault is in nobody's way", async () => {
  writeFileSync(at.place("dev"), "export const dev = { name: [, };");
  expect((await at.init(pilot)).code).toBe(0);
  expect(at.file("declared")).toContain('["dev", "staging", "prod", "pilot"];');
});
