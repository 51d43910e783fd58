import { accountsFile, organisationFile } from "../../declaration/files";
import { loadDeclared, throwFaults } from "../../declaration/load";
import type { DeclaredAccount } from "../../declaration/schema/account";
import type { Environment } from "../../declaration/schema/environment";
import { declaredData } from "../fixtures/declared";
import { accounts } from "../fixtures/environments/accounts";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";

type Account = (typeof accounts)[number];
const environments = [dev, staging, prod];

/** Without the organisation's faults: its account is not in every list here. */
function load(ofThese: readonly (Record<string, unknown> & { name: string })[], value: unknown) {
  const data = { environments: Object.fromEntries(ofThese.map((each) => [each.name, each])), accounts: value };
  const { faults, accounts: found } = loadDeclared(declaredData(data));
  return { faults: faults.filter(({ file }) => file !== organisationFile), found };
}

function loadAccounts(ofThese: readonly (Record<string, unknown> & { name: string })[], value: unknown = accounts) {
  const { faults, found } = load(ofThese, value);
  throwFaults(faults);
  return found();
}

const accountFaults = (ofThese: readonly (Record<string, unknown> & { name: string })[], value: unknown) => load(ofThese, value).faults;
const inWords = { problem: expect.any(String), expected: expect.any(String), remedy: expect.any(String) };

/** One wrong account each: what is changed in the first, and where the fault is, with the value. */
const wrong: [name: string, change: (account: Account) => unknown, path: string, got: unknown][] = [
  ["an account id that is too short", (account) => ({ ...account, id: "11112222333" }), "[0].id", "11112222333"],
  [
    "a repository with its owner",
    (account) => ({ ...account, github: { ...account.github, name: "market-edge/email" } }),
    "[0].github.name",
    "market-edge/email",
  ],
  [
    "an owner with a wildcard",
    (account) => ({ ...account, github: { ...account.github, owner: "market-*" } }),
    "[0].github.owner",
    "market-*",
  ],
  ["an id as a number", (account) => ({ ...account, github: { ...account.github, ownerId: 10203040 } }), "[0].github.ownerId", 10203040],
  [
    "a branch with a wildcard",
    (account) => ({ ...account, github: { ...account.github, branch: "release/*" } }),
    "[0].github.branch",
    "release/*",
  ],
  [
    "a flag of another kind",
    (account) => ({ ...account, github: { ...account.github, legacyOidcSubjects: "accept" } }),
    "[0].github.legacyOidcSubjects",
    "accept",
  ],
  ["nobody who may break the glass", (account) => ({ ...account, administrators: [] }), "[0].administrators", []],
  [
    "everybody who may break the glass",
    (account) => ({ ...account, administrators: ["arn:aws:iam::111122223333:user/*"] }),
    "[0].administrators[0]",
    "arn:aws:iam::111122223333:user/*",
  ],
  [
    "a SendGrid account that is no name",
    (account) => ({ ...account, sendgrid: { username: "market edge", ownsSettings: true } }),
    "[0].sendgrid.username",
    "market edge",
  ],
  [
    "settings that are declared nowhere in particular",
    (account) => ({ ...account, sendgrid: { username: "market-edge-test", ownsSettings: "here" } }),
    "[0].sendgrid.ownsSettings",
    "here",
  ],
  [
    "settings of which every entry thinks that another has them",
    (account) => ({ ...account, sendgrid: { username: "market-edge-test", ownsSettings: false } }),
    "[0].sendgrid.ownsSettings",
    false,
  ],
  ["a key that is not known", (account) => ({ ...account, environments: ["dev"] }), "[0].environments", ["dev"]],
];

test.each(wrong)("tells %s, with its place, value, what is allowed and the remedy", (_name, change, path, got) => {
  const [first, ...others] = structuredClone(accounts);
  if (!first) throw new Error("no account is declared");
  const values = [change(first), ...others];
  expect(accountFaults(environments, values)).toEqual([{ file: accountsFile, path, got, ...inWords }]);
  expect(() => loadAccounts(environments, values)).toThrow(expect.objectContaining({ exitCode: 2 }));
});

test("finds the environments of each account", () => {
  const found = loadAccounts(environments).map(({ id, environments }) => [id, ...environments.map(({ name }) => name)]);
  expect(found).toEqual([
    ["111122223333", "dev", "staging"],
    ["444455556666", "prod"],
  ]);
});

test("refuses an environment whose account is not declared", () => {
  expect(accountFaults(environments, accounts.slice(0, 1))).toMatchObject([
    { file: "environments/prod.ts", path: "aws.account", got: "444455556666", expected: '"111122223333"' },
  ]);
});

test("refuses an environment that sends through SendGrid where its account names none; the others go on", () => {
  const without = accounts.map(({ sendgrid: _, ...account }, index) => (index === 0 ? account : accounts[index]));
  expect(accountFaults(environments, without as DeclaredAccount[])).toMatchObject([
    {
      file: "environments/staging.ts",
      path: "sendingProviders.primary",
      got: "sendgrid",
      expected: expect.stringContaining("[0].sendgrid"),
    },
  ]);
});

test("refuses an account that is declared twice", () => {
  const faults = accountFaults(environments, [...accounts, ...accounts.slice(0, 1)]);
  expect(faults).toContainEqual(expect.objectContaining({ file: accountsFile, path: "[2].id", got: "111122223333" }));
});

test("refuses an environment that is called as another's rotation is at GitHub", () => {
  expect(accountFaults([dev, { ...staging, name: "dev-rotate" }], accounts)).toContainEqual(
    expect.objectContaining({ file: "environments/dev-rotate.ts", path: "name", got: "dev-rotate" }),
  );
});

test("refuses a team that is not of the repository's owner", () => {
  const review = { reviewers: ["@ada", "@Market-Edge/platform", "@other/platform"] as `@${string}`[] };
  expect(accountFaults([dev, staging, { ...prod, review }], accounts)).toMatchObject([
    { file: "environments/prod.ts", path: "review.reviewers[2]", got: "@other/platform", expected: '"@market-edge/…"' },
  ]);
});

test("two AWS accounts may send through one SendGrid account, whose settings one of them declares", () => {
  const [test, production] = structuredClone(accounts) as [Account, Account];
  const sharing = (ownsSettings: boolean) => [test, { ...production, sendgrid: { username: "market-edge-test", ownsSettings } }];
  expect(loadAccounts(environments, sharing(false))).toHaveLength(2);
  const twice = (index: number) => ({ file: accountsFile, path: `[${index}].sendgrid.ownsSettings`, got: true });
  expect(accountFaults(environments, sharing(true))).toMatchObject([twice(0), twice(1)]);
});

describe("environments of one SendGrid account", () => {
  // Enough mail to keep a subuser's address warm.
  const busy = { ...staging.capacity, perMonth: 200_000 };
  const prodHere = { ...prod, aws: { ...prod.aws, account: staging.aws.account }, secretReaders: staging.secretReaders, capacity: busy };
  const busyStaging = { ...staging, capacity: busy };
  const loading = (ofStaging: Environment["sendgrid"], ofProd: Environment["sendgrid"]) => () =>
    loadAccounts([dev, { ...busyStaging, sendgrid: ofStaging }, { ...prodHere, sendgrid: ofProd }], accounts);
  const group = { name: "Product news", description: "What is new" };

  test("may not share a subuser", () => {
    expect(loading({ subuser: "one" }, { subuser: "one" })).toThrow(/prod\.ts: sendgrid\.subuser .*"staging".*, got "one"/);
    expect(loading({ subuser: "one" }, { subuser: "two" })).not.toThrow();
    expect(loading({ subuser: "one" }, undefined)).not.toThrow();
  });

  test("may not call the account itself a subuser", () => {
    expect(loading({ subuser: "market-edge-test" }, undefined)).toThrow(/staging\.ts: sendgrid\.subuser .*, got "market-edge-test"/);
  });

  test("may not call their unsubscribe groups alike, unless a subuser keeps them apart", () => {
    expect(loading({ unsubscribeGroup: group }, { unsubscribeGroup: { ...group, name: "product news" } })).toThrow(
      /prod\.ts: sendgrid\.unsubscribeGroup\.name .*"staging".*, got "product news"/,
    );
    expect(loading({ unsubscribeGroup: group }, { unsubscribeGroup: group, subuser: "one" })).not.toThrow();
  });

  test("are free of each other in two accounts", () => {
    const sendgrid = { subuser: "one", unsubscribeGroup: group };
    expect(loadAccounts([dev, { ...busyStaging, sendgrid }, { ...prod, capacity: busy, sendgrid }], accounts)).toHaveLength(2);
  });
});
