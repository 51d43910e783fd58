/** `twinpost init` in a folder that has a list of environments, by flags and on a terminal. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { main } from "../../cli/main";
import { fixtureEnv } from "../fixtures/declared";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "twinpost-init-"));
  cpSync(fixtureEnv.TWINPOST_ENVIRONMENTS, join(directory, "environments"), { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

const file = (name: string): string => readFileSync(join(directory, "environments", `${name}.ts`), "utf8");

/** @param typed lines at a terminal; nobody is at one when absent. */
async function init(flags: Record<string, string | true>, typed?: string[]) {
  const said = { stdout: "", stderr: "" };
  const stdin = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  stdin.end(typed?.map((line) => `${line}\n`).join(""));
  const words = Object.entries(flags).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, value]));
  const world = {
    env: { TWINPOST_ENVIRONMENTS: "environments" },
    stdin,
    stdout: { write: (text: string) => (said.stdout += text) },
    stderr: { write: (text: string) => (said.stderr += text) },
    directory,
    twinpost: main,
  };
  return { code: await main(["init", ...words], world), ...said };
}

const pilot = {
  name: "pilot",
  account: "111122223333",
  "dns-host": "cloudflare",
  zone: "example.net",
  "zone-id": "0d4f3e6a8b1c4d5e9f70213243546576",
  "sender-name": "Market Edge Platform",
  "seed-mailboxes": "one@gmail.com, two@outlook.com",
  reviewers: "@ada, @market-edge/platform",
};

test("writes an environment and adds it to the list, and says what comes next", async () => {
  const { code, stdout } = await init(pilot);
  expect(code).toBe(0);
  expect(file("pilot")).toMatchInlineSnapshot(`
"/** The environment "pilot", begun by \`twinpost init\`. */
import type { Environment } from "../declaration/schema/environment";

export const pilot: Environment = {
  name: "pilot",
  aws: { account: "111122223333", region: "eu-west-1" },
  dns: { host: "cloudflare", zone: "example.net", zoneId: "0d4f3e6a8b1c4d5e9f70213243546576" },
  sendingDomain: "mail.pilot.example.net",
  sender: { address: "invitations@mail.pilot.example.net", name: "Market Edge Platform", replyTo: "support@example.net" },
  frontendUrl: "https://app.pilot.example.net",
  sendingProviders: { primary: "sendgrid", standby: "ses" },
  spf: { alsoInclude: [] },
  dmarc: { policy: "none", np: "reject", reportTo: ["dmarc-reports@example.net"] },
  tlsRpt: { reportTo: ["dmarc-reports@example.net"] },
  review: { reviewers: ["@ada", "@market-edge/platform"] },
  alerts: { notify: ["support@example.net"], failureRate: 0.05 },
  rotation: { everyDays: 90 },
  limits: { sendsPerDay: 200 },
  capacity: { perMonth: 10_000, atOnce: 1_000, withinSeconds: 30 },
  secretReaders: [],
  seedMailboxes: ["one@gmail.com", "two@outlook.com"],
};
"
`);
  expect(file("declared")).toContain('["dev", "staging", "prod", "pilot"];');
  expect(stdout).toContain("twinpost doctor --env pilot");
});

test("an environment that begins with a capture server has it alone, and says that nobody sends from its domain", async () => {
  expect((await init({ ...pilot, primary: "capture" })).code).toBe(0);
  expect(file("pilot")).toContain('sendingProviders: { primary: "capture" },');
  expect(file("pilot")).toContain('capture: { host: "localhost", port: 1_025, api: "http://localhost:8025" },');
  expect(file("pilot")).toMatch(/spf: \{ alsoInclude: \[\], all: "-all" \},\n {2}dmarc: \{ policy: "reject",/);
});

test("tells every missing flag when nobody can be asked", async () => {
  const { code, stderr } = await init({ name: "pilot", "dns-host": "cloudflare", zone: "example.net" });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^missing answers:\n--account <id>: .*\n--zone-id <id>: .*\n--sender-name <text>: .*\n--seed-mailboxes .*\n {2}pass these flags/,
  );
});

test("asks on a terminal, again when an answer is wrong, and offers what is usual", async () => {
  const typed = [
    "11112222333",
    "111122223333",
    "eu-central-1",
    "",
    "invites@mail.pilot.example.net",
    "",
    "",
    "ses",
    "",
    "",
    "",
    "",
    "many",
    "500",
  ];
  const { code, stderr } = await init(withoutAccount, typed);
  expect(code).toBe(0);
  expect(stderr).toMatch(/aws\.account .*, got "11112222333"/);
  expect(stderr).toContain("[mail.pilot.example.net]: ");
  expect(stderr).toContain('capacity.atOnce is not a whole number above 0, got "many"');
  expect(file("pilot")).toContain('aws: { account: "111122223333", region: "eu-central-1" }');
  expect(file("pilot")).toContain('sendingProviders: { primary: "ses", standby: "sendgrid" }');
  expect(file("pilot")).toContain("capacity: { perMonth: 10_000, atOnce: 500, withinSeconds: 30 }");
});

const { account: _, ...withoutAccount } = pilot;
const { reviewers: _reviewers, ...withoutReviewers } = pilot;

test("asks again who approves while nobody does, unless a capture server keeps the mail", async () => {
  const usual = Array(11).fill("");
  const { code, stderr } = await init(withoutReviewers, [...usual, "", "@ada"]);
  expect(code).toBe(0);
  expect(stderr).toContain("review.reviewers is required");
  expect(file("pilot")).toContain('review: { reviewers: ["@ada"] },');
  expect((await init({ ...withoutReviewers, name: "capturing", primary: "capture" })).code).toBe(0);
  expect(file("capturing")).not.toContain("review");
});

test("answers that end too early write nothing", async () => {
  const { code, stderr } = await init(withoutAccount, ["111122223333"]);
  expect(code).toBe(2);
  expect(stderr).toContain("the input ended");
  expect(() => file("pilot")).toThrow("ENOENT");
});

test.each([
  ["a zone id that is none", { ...pilot, "zone-id": "x" }, "environments/pilot.ts: dns.zoneId is not a Cloudflare zone id"],
  ["a seed mailbox that is none", { ...pilot, "seed-mailboxes": "one@gmail.com,two" }, "seedMailboxes[1] is not an address"],
  ["another's domain", { ...pilot, domain: "mail.staging.example.net" }, 'overlaps with the sending domain of "staging"'],
  ["nobody who approves", { ...pilot, reviewers: "" }, "review.reviewers is required"],
  ["a reviewer who is none", { ...pilot, reviewers: "@ada,market-edge" }, "review.reviewers[1] is neither a user nor a team of GitHub"],
  ["an environment that is there", { ...pilot, name: "dev" }, "environments/dev.ts exists already"],
  ["a file that is no environment, even by force", { ...pilot, name: "schema", force: true as const }, "exists and is no environment"],
])("refuses %s and writes nothing", async (_name, flags, message) => {
  writeFileSync(join(directory, "environments", "schema.ts"), "as it was");
  const before = ["dev", "schema", "declared"].map(file);
  const { code, stderr } = await init(flags);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
  expect(["dev", "schema", "declared"].map(file)).toEqual(before);
});

test("replaces an environment by force, which stays once in the list", async () => {
  const { code } = await init({ ...pilot, name: "dev", force: true });
  expect(code).toBe(0);
  expect(file("dev")).toContain('sendingDomain: "mail.dev.example.net"');
  expect(file("declared")).toContain('["dev", "staging", "prod"];');
});

test("without a list of environments, but with accounts, it says where the list is expected", async () => {
  rmSync(join(directory, "environments", "declared.ts"));
  const { code, stderr } = await init(pilot);
  expect(code).toBe(2);
  expect(stderr).toContain(`environments/declared.ts: is missing: there is no ${join(directory, "environments", "declared.ts")}`);
});

test("one sending provider is enough, where no standby is wanted", async () => {
  expect((await init({ ...pilot, primary: "ses", standby: "none" })).code).toBe(0);
  expect(file("pilot")).toContain('sendingProviders: { primary: "ses" }');
  expect((await init({ ...pilot, standby: "carrier-pigeon" })).code).toBe(2);
});

test("who is told of trouble may be another than who reads replies", async () => {
  expect((await init({ ...pilot, alerts: "on-call@example.net, ops@example.net" })).code).toBe(0);
  expect(file("pilot")).toContain('notify: ["on-call@example.net", "ops@example.net"]');
});
