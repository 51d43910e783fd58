/** `twinpost init` in a folder that has none of the user's files yet, and in one that lacks some. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixtureEnv } from "../fixtures/declared";
import { type Asked, ask } from "./ask";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "twinpost-init-folder-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const folder = () => join(directory, "environments");
const file = (name: string): string => readFileSync(join(folder(), `${name}.ts`), "utf8");

const environment = {
  name: "pilot",
  account: "555566667777",
  "dns-host": "by-hand",
  zone: "example.org",
  "sender-name": "Corp",
  "seed-mailboxes": "one@gmail.com",
  reviewers: "@ada",
};
const account = {
  "github-owner": "corp",
  "github-owner-id": "777",
  "github-repository": "mail",
  "github-repository-id": "888",
  administrators: "arn:aws:iam::555566667777:user/ada,arn:aws:iam::555566667777:user/bob",
  "sendgrid-username": "corp-mail",
};

const twinpost = (words: string[]): Promise<Asked> => ask(words, { env: { TWINPOST_ENVIRONMENTS: "environments" }, directory });
const init = (flags: Record<string, string>) =>
  twinpost(["init", ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])]);

test("begins every file, which `validate` finds right", async () => {
  const { code, stdout } = await init({ ...environment, ...account });
  expect(code).toBe(0);
  expect(readdirSync(folder()).sort()).toEqual(["accounts.ts", "declared.ts", "organisation.ts", "pilot.ts"]);
  for (const name of readdirSync(folder())) expect(stdout).toContain(`environments/${name}`);
  expect(file("accounts")).toMatchInlineSnapshot(`
"/** The AWS accounts that environments live in, begun by \`twinpost init\`. */
import type { DeclaredAccount } from "../declaration/schema/account";

export const accounts: DeclaredAccount[] = [
  {
    id: "555566667777",
    region: "eu-west-1",
    github: { owner: "corp", ownerId: "777", name: "mail", repositoryId: "888", branch: "main" },
    sendgrid: { username: "corp-mail", ownsSettings: true },
    administrators: ["arn:aws:iam::555566667777:user/ada", "arn:aws:iam::555566667777:user/bob"],
  },
];
"
`);
  expect(file("organisation")).toContain('aws: { account: "555566667777", region: "eu-west-1" },');
  expect(file("organisation")).toContain('review: { reviewers: ["@ada"] },');
  expect(file("organisation")).toContain("domains: [],");
  expect(await twinpost(["validate"])).toMatchObject({ code: 0 });
});

test("a second environment finds the accounts there and asks nothing about them", async () => {
  await init({ ...environment, ...account });
  const before = file("accounts");
  expect(await init({ ...environment, name: "second" })).toMatchObject({ code: 0 });
  expect(file("accounts")).toBe(before);
  expect(await twinpost(["validate"])).toMatchObject({ code: 0 });
});

test("names every flag that is missing, those of the account too; SendGrid's only where it sends", async () => {
  const { code, stderr } = await init(environment);
  expect(code).toBe(2);
  for (const flag of Object.keys(account)) expect(stderr).toContain(`--${flag} `);
  expect((await init({ ...environment, primary: "ses", standby: "none" })).stderr).not.toContain("--sendgrid-username");
  expect(existsSync(folder())).toBe(false);
});

test("an environment that sends through SES alone names no SendGrid account", async () => {
  const { "sendgrid-username": _, ...github } = account;
  expect((await init({ ...environment, ...github, primary: "ses", standby: "none" })).code).toBe(0);
  expect(file("accounts")).not.toContain("sendgrid");
  expect(await twinpost(["validate"])).toMatchObject({ code: 0 });
});

test.each([
  ["an id of GitHub that is none", { "github-owner-id": "corp" }, "environments/accounts.ts: [0].github.ownerId"],
  ["a repository with its owner", { "github-repository": "corp/mail" }, "environments/accounts.ts: [0].github.name"],
  ["an administrator who is none", { administrators: "ada" }, "environments/accounts.ts: [0].administrators[0]"],
  ["a SendGrid account that is none", { "sendgrid-username": "corp mail" }, "environments/accounts.ts: [0].sendgrid.username"],
  ["a team of another organisation", { reviewers: "@other/team" }, "environments/pilot.ts: review.reviewers[0]"],
])("refuses %s and writes nothing", async (_, flags, place) => {
  const { code, stderr } = await init({ ...environment, ...account, ...flags });
  expect(code).toBe(2);
  expect(stderr).toContain(place);
  expect(existsSync(folder())).toBe(false);
});

test("writes what is missing beside what is there", async () => {
  cpSync(fixtureEnv.TWINPOST_ENVIRONMENTS, folder(), { recursive: true });
  const { accounts, organisation } = { accounts: file("accounts"), organisation: file("organisation") };
  rmSync(join(folder(), "organisation.ts"));
  expect((await init({ ...environment, account: "111122223333" })).code).toBe(0);
  expect(file("accounts")).toBe(accounts);
  expect(file("organisation")).not.toBe(organisation);
});
