/** `twinpost init` writes what an environment needs around it: the account, the domain above, and one's own data in place of the examples. */
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { folderOf, own, ownAccount, pilot } from "./init-at";

let at: ReturnType<typeof folderOf>;
afterEach(() => at.remove());

const isValid = async (): Promise<void> => expect((await at.run(["validate"])).code).toBe(0);

describe("in a folder without files", () => {
  beforeEach(() => {
    at = folderOf();
  });

  test("begins every file, which `validate` finds right", async () => {
    expect((await at.init({ ...own, ...ownAccount })).code).toBe(0);
    expect(readdirSync(at.folder()).sort()).toEqual(["accounts.ts", "declared.ts", "organisation.ts", "prod.ts"]);
    expect(at.file("accounts")).toMatchInlineSnapshot(`
"/** The AWS accounts that environments live in, begun by \`twinpost init\`. */
import type { DeclaredAccount } from "../declaration/schema/account";

export const accounts: DeclaredAccount[] = [
  {
    id: "999988887777",
    region: "eu-west-1",
    github: { owner: "corp", ownerId: "777", name: "mail", repositoryId: "888", branch: "main" },
    administrators: ["arn:aws:iam::999988887777:user/grace", "arn:aws:iam::999988887777:user/bob"],
  },
];
"
`);
    expect(at.file("organisation")).toMatchInlineSnapshot(`
"/** The domains above the sending domains, begun by \`twinpost init\`. docs/configuration.md explains every field. */
import type { Organisation } from "../declaration/schema/organisation";

export const organisation: Organisation = {
  aws: { account: "999988887777", region: "eu-west-1" },
  review: { reviewers: ["@grace"] },
  domains: [
    {
      dns: { host: "by-hand", zone: "corp.example" },
      spf: { alsoInclude: [] },
      dmarc: { policy: "none", sp: "none", np: "reject", reportTo: ["dmarc-reports@corp.example"] },
      tlsRpt: { reportTo: ["dmarc-reports@corp.example"] },
    },
  ],
};
"
`);
    await isValid();
  });

  test("names every flag that is missing, who is alerted too; SendGrid's only where it sends", async () => {
    const { code, stderr } = await at.init({ name: "prod" });
    expect(code).toBe(2);
    expect(stderr.match(/^--[\w-]+/gm)?.map((flag) => flag.slice(2))).toEqual([
      ...["account", "zone", "zone-id", "sender-name", "alerts", "seed-mailboxes", "reviewers"],
      ...["github-owner", "github-repository", "github-owner-id", "github-repository-id", "administrators", "sendgrid-username"],
    ]);
    expect((await at.init(own)).stderr).not.toContain("--sendgrid-username");
    expect(existsSync(at.folder())).toBe(false);
  });

  test("with --json each missing and each wrong flag is a fault", async () => {
    const { stdout } = await at.init({ ...own, region: "eu-central-9", json: true });
    const { faults } = JSON.parse(stdout) as { faults: { subject: string; problem: string; expected?: string }[] };
    expect(faults.map(({ subject }) => subject)).toEqual([
      ...["--github-owner", "--github-repository", "--github-owner-id", "--github-repository-id", "--administrators", "--region"],
    ]);
    expect(faults[0]).toMatchObject({ problem: "is missing", expected: expect.stringContaining("GitHub user") });
    expect(faults.at(-1)?.problem).toContain("eu-central-1, eu-central-2");
  });

  test.each([
    ["an id of GitHub that is none", { "github-owner-id": "corp" }, '--github-owner-id: "corp"'],
    ["a repository with its owner", { "github-repository": "corp/mail" }, '--github-repository: "corp/mail"'],
    ["an administrator who is none", { administrators: "a/b:c" }, '--administrators: "a/b:c"'],
    [
      "an administrator of another account",
      { administrators: "bob,arn:aws:iam::614500000000:user/grace" },
      "is of account 614500000000, but the account is 999988887777",
    ],
    ["a region that is none", { region: "eu-central-9" }, "expected one such as eu-central-1, eu-central-2"],
    ["a region that sends no mail", { region: "ap-east-1" }, '--region: "ap-east-1" is an AWS region in which AWS sends no mail'],
    ["a SendGrid account that is none", { standby: "sendgrid", "sendgrid-username": "corp mail" }, '--sendgrid-username: "corp mail"'],
    ["a team of another organisation", { reviewers: "@other/team" }, '--reviewers: "@other/team"'],
    ["an include that is no name", { "also-include": "Google" }, '--also-include: "google"'],
  ])("refuses %s and writes nothing", async (_, flags, words) => {
    const { code, stderr } = await at.init({ ...own, ...ownAccount, ...flags });
    expect(code).toBe(2);
    expect(stderr).toContain(words);
    expect(existsSync(at.folder())).toBe(false);
  });

  test("three environments, one after another: each state is valid, and what is known is said once", async () => {
    await at.init({ ...own, ...ownAccount, name: "dev", zone: "corp-dev.example" });
    await isValid();
    await at.init({
      name: "staging",
      account: own.account,
      zone: "corp-dev.example",
      "dns-host": "by-hand",
      standby: "ses",
      "sendgrid-username": "corp",
    });
    await isValid();
    const prod = {
      account: "222233334444",
      zone: "corp.example",
      "dns-host": "by-hand",
      administrators: "grace",
      "sendgrid-username": "corp",
    };
    expect((await at.init({ ...prod, name: "prod", "also-include": "include:_spf.google.com" })).code).toBe(0);
    await isValid();
    expect(at.file("declared")).toContain('["dev", "staging", "prod"]');
    expect(at.file("accounts").match(/sendgrid: .*/g)).toEqual([
      'sendgrid: { username: "corp", ownsSettings: true },',
      'sendgrid: { username: "corp", ownsSettings: false },',
    ]);
    expect(at.file("organisation").match(/zone: .*/g)).toEqual(['zone: "corp-dev.example" },', 'zone: "corp.example" },']);
    expect(at.file("organisation")).toContain('alsoInclude: ["_spf.google.com"]');
    expect(at.file("staging")).toContain('sendingDomain: "mail.staging.corp-dev.example"');
    expect(at.file("prod")).toContain('sendingDomain: "mail.corp.example"');
  });

  test("what follows from a declared account is not asked for: the only one is proposed, of two one is named", async () => {
    await at.init({ ...own, ...ownAccount });
    const { account: _, ...second } = { ...own, name: "staging", zone: "corp-dev.example" };
    expect((await at.init(second)).code).toBe(0);
    expect(at.file("staging")).toContain('account: "999988887777"');
    await at.init({ ...own, ...ownAccount, account: "222233334444", name: "dev", zone: "corp-two.example" });
    const { stderr } = await at.init({ ...second, name: "third", primary: "sendgrid" });
    expect(stderr.match(/^--[\w-]+/gm)).toEqual(["--account"]);
  });

  test("a domain that sends itself has the other senders in its own SPF, and none is declared above it", async () => {
    const flags = {
      domain: "corp.example",
      "reply-to": "a@other.example",
      "report-to": "a@other.example",
      "also-include": "_spf.google.com",
    };
    expect((await at.init({ ...own, ...ownAccount, ...flags })).code).toBe(0);
    expect(at.file("prod")).toContain('alsoInclude: ["_spf.google.com"]');
    expect(at.file("organisation")).toContain("domains: [],");
    await isValid();
  });

  test("the domain above may be left alone", async () => {
    await at.init({ ...own, ...ownAccount, "organisational-domain": "no" });
    expect(at.file("organisation")).toContain("domains: [],");
  });
});

describe("in a folder with files that somebody has edited", () => {
  beforeEach(() => {
    at = folderOf("fixture");
  });

  test("a new account and a new domain are put into them, and the rest of the text stays", async () => {
    const before = { accounts: at.file("accounts"), organisation: at.file("organisation") };
    expect((await at.init({ ...own, ...ownAccount, name: "pilot", examples: "keep" })).code).toBe(0);
    const lost = (now: string, text: string): string[] => text.split("\n").filter((line) => !now.split("\n").includes(line));
    expect(lost(at.file("accounts"), before.accounts)).toEqual([]);
    expect(lost(at.file("organisation"), before.organisation)).toEqual([]);
    expect(at.file("accounts")).toContain('id: "999988887777"');
    expect(at.file("organisation")).toContain('zone: "corp.example"');
    await isValid();
  });

  test("a form that cannot be added to is left alone: the entry is printed", async () => {
    writeFileSync(at.place("accounts"), `const all = [];\nexport const accounts = ((given) => given)(all);\n`);
    const { code, stderr } = await at.init({ ...own, ...ownAccount, name: "pilot", examples: "keep" });
    expect(code).toBe(2);
    expect(stderr).toContain('id: "999988887777"');
    expect(at.has("pilot")).toBe(false);
  });

  test("writes what is missing beside what is there", async () => {
    const before = at.file("accounts");
    rmSync(at.place("organisation"));
    expect((await at.init(pilot)).code).toBe(0);
    expect(at.file("accounts")).toBe(before);
    expect(at.has("organisation")).toBe(true);
  });
});

describe("in a folder with the examples that come with Twinpost", () => {
  beforeEach(() => {
    at = folderOf("fixture");
  });

  test("one's first environment takes their place, also under the name of one", async () => {
    const { code, stderr, stdout } = await at.init({ ...own, ...ownAccount });
    expect(code).toBe(0);
    expect(stderr).toContain("Removes environments/dev.ts, environments/staging.ts");
    expect(stdout).toContain("removed environments/dev.ts, environments/staging.ts");
    expect(readdirSync(at.folder()).sort()).toEqual(["accounts.ts", "declared.ts", "organisation.ts", "prod.ts"]);
    expect(at.file("accounts")).not.toContain("111122223333");
    expect(at.file("organisation")).not.toContain("example.com");
    await isValid();
  });

  test("one that has data of its own stays, with its domain", async () => {
    writeFileSync(
      at.place("dev"),
      at.file("dev").replaceAll("example.net", "corp.example").replace("0d4f3e6a8b1c4d5e9f70213243546576", "1".repeat(32)),
    );
    expect((await at.init({ ...own, ...ownAccount, zone: "other.example", name: "prod" })).code).toBe(0);
    expect(at.file("declared")).toContain('["dev", "prod"]');
  });
});
