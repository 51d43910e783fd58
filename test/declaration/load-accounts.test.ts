import { organisationFile } from "../../declaration/files";
import { loadDeclared, throwFaults } from "../../declaration/load";
import type { Environment } from "../../declaration/schema/environment";
import { declaredData } from "../fixtures/declared";
import { accounts } from "../fixtures/environments/accounts";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";

type Account = (typeof accounts)[number];
const environments = [dev, staging, prod];

/** Without the organisation's faults: its account is not in every list here. */
function loadAccounts(ofThese: readonly (Record<string, unknown> & { name: string })[], value: unknown = accounts) {
  const data = { environments: Object.fromEntries(ofThese.map((each) => [each.name, each])), accounts: value };
  const { faults, accounts: load } = loadDeclared(declaredData(data));
  throwFaults(faults.filter(({ file }) => file !== organisationFile));
  return load();
}

/** One wrong account each: what is changed in the first, and the fault that must be told, whole. */
const wrong: [name: string, change: (account: Account) => unknown, fault: string][] = [
  [
    "an account id that is too short",
    (account) => ({ ...account, id: "11112222333" }),
    'environments/accounts.ts: [0].id is not an AWS account id, got "11112222333", expected 12 digits in quotes\n  `aws sts get-caller-identity --query Account` prints it',
  ],
  [
    "a repository with its owner",
    (account) => ({ ...account, github: { ...account.github, name: "market-edge/email" } }),
    'environments/accounts.ts: [0].github.name is not the name of a GitHub repository, got "market-edge/email", expected 1 to 100 letters, digits, dots, dashes or underscores\n  copy it from the repository\'s address, without the owner',
  ],
  [
    "an owner with a wildcard",
    (account) => ({ ...account, github: { ...account.github, owner: "market-*" } }),
    'environments/accounts.ts: [0].github.owner is not the name of a GitHub user or organisation, got "market-*", expected 1 to 39 letters, digits or single dashes\n  copy it from the repository\'s address',
  ],
  [
    "an id as a number",
    (account) => ({ ...account, github: { ...account.github, ownerId: 10203040 } }),
    "environments/accounts.ts: [0].github.ownerId is not a numeric id of GitHub, got 10203040, expected digits in quotes\n  `gh api users/<owner> --jq .id` prints it; names can be taken over by somebody else, ids cannot",
  ],
  [
    "a branch with a wildcard",
    (account) => ({ ...account, github: { ...account.github, branch: "release/*" } }),
    'environments/accounts.ts: [0].github.branch is not the name of a branch, got "release/*", expected letters, digits, dots, dashes, underscores or slashes\n  name the branch that is deployed, such as "main"',
  ],
  [
    "a flag of another kind",
    (account) => ({ ...account, github: { ...account.github, subjectsWithoutIds: true } }),
    'environments/accounts.ts: [0].github.subjectsWithoutIds is not one of the allowed values, got true, expected "accept" or "refuse"\n  write "refuse" unless the repository was made before 2026-07-15 and still sends names without ids',
  ],
  [
    "nobody who may break the glass",
    (account) => ({ ...account, administrators: [] }),
    "environments/accounts.ts: [0].administrators is too short, got [], expected at least 1 entry\n  add an entry to the list",
  ],
  [
    "everybody who may break the glass",
    (account) => ({ ...account, administrators: ["arn:aws:iam::111122223333:user/*"] }),
    'environments/accounts.ts: [0].administrators[0] is not the ARN of an IAM user, got "arn:aws:iam::111122223333:user/*", expected arn:aws:iam::<account>:user/<name> without wildcards\n  name a person with MFA, such as "arn:aws:iam::111122223333:user/ada"',
  ],
  [
    "a SendGrid account that is no name",
    (account) => ({ ...account, sendgrid: { username: "market edge", settings: "here" } }),
    'environments/accounts.ts: [0].sendgrid.username is not the user name of a SendGrid account, got "market edge", expected 1 to 64 letters, digits, dots, dashes, underscores, @ or +\n  copy it from Settings, Account Details; a subuser has a name of its own',
  ],
  [
    "settings that are declared nowhere in particular",
    (account) => ({ ...account, sendgrid: { username: "market-edge-test", settings: true } }),
    'environments/accounts.ts: [0].sendgrid.settings is not one of the allowed values, got true, expected "here" or "elsewhere"\n  write "here", unless another AWS account that sends through the same SendGrid account has it already',
  ],
  [
    "settings of which every entry thinks that another has them",
    (account) => ({ ...account, sendgrid: { username: "market-edge-test", settings: "elsewhere" } }),
    'environments/accounts.ts: [0].sendgrid.settings leaves nobody to declare "market-edge-test", got "elsewhere", expected "here" in one entry\n  write "here"',
  ],
  [
    "no SendGrid account although an environment sends through it",
    ({ sendgrid: _, ...account }) => account,
    'environments/accounts.ts: [0].sendgrid is missing, though "staging" sends through SendGrid, got nothing, expected the SendGrid account\n  name the account, so that its settings are declared once, and a key of another account is noticed',
  ],
  [
    "a key that is not known",
    (account) => ({ ...account, environments: ["dev"] }),
    'environments/accounts.ts: [0].environments is not known, got ["dev"], expected only the fields in docs/configuration.md\n  correct its spelling, or remove it',
  ],
];

test.each(wrong)("tells %s, with its place, value, what is allowed and the remedy", (_name, change, expected) => {
  const [first, ...others] = structuredClone(accounts);
  if (!first) throw new Error("no account is declared");
  expect(() => loadAccounts(environments, [change(first), ...others])).toThrow(expect.objectContaining({ message: expected, exitCode: 2 }));
});

test("finds the environments of each account", () => {
  const found = loadAccounts(environments).map(({ id, environments }) => [id, ...environments.map(({ name }) => name)]);
  expect(found).toEqual([
    ["111122223333", "dev", "staging"],
    ["444455556666", "prod"],
  ]);
});

test("refuses an environment whose account is not declared", () => {
  expect(() => loadAccounts(environments, accounts.slice(0, 1))).toThrow(
    'environments/prod.ts: aws.account is not a declared account, got "444455556666", expected "111122223333"\n' +
      "  correct it, or add the account to environments/accounts.ts",
  );
});

test("refuses an account that is declared twice", () => {
  expect(() => loadAccounts(environments, [...accounts, ...accounts.slice(0, 1)])).toThrow(
    'environments/accounts.ts: [2].id is declared twice, got "111122223333", expected each account once',
  );
});

test("refuses an environment that is called as another's rotation is at GitHub", () => {
  expect(() => loadAccounts([dev, { ...staging, name: "dev-rotate" }], accounts)).toThrow(
    'environments/dev-rotate.ts: name is what the rotation of "dev" is called at GitHub, got "dev-rotate", expected another name',
  );
});

test("refuses a team that is not of the repository's owner", () => {
  const review = { reviewers: ["@ada", "@Market-Edge/platform", "@other/platform"] as `@${string}`[] };
  expect(() => loadAccounts([dev, staging, { ...prod, review }], accounts)).toThrow(
    'environments/prod.ts: review.reviewers[2] is a foreign team, got "@other/platform", expected "@market-edge/…"\n' +
      "  teams of other organisations cannot review there: name users, or a team of the repository's owner",
  );
});

test("two AWS accounts may send through one SendGrid account, whose settings one of them declares", () => {
  const [test, production] = structuredClone(accounts) as [Account, Account];
  const sharing = (settings: "here" | "elsewhere") => [test, { ...production, sendgrid: { username: "market-edge-test", settings } }];
  expect(loadAccounts(environments, sharing("elsewhere"))).toHaveLength(2);
  const said = (index: number) =>
    `environments/accounts.ts: [${index}].sendgrid.settings is said of "market-edge-test" twice, got "here", expected "here" in one entry only\n` +
    '  write "elsewhere" in all others';
  expect(() => loadAccounts(environments, sharing("here"))).toThrow(`${said(0)}\n${said(1)}`);
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
    expect(loading({ subuser: "one" }, { subuser: "one" })).toThrow(
      'environments/prod.ts: sendgrid.subuser is that of "staging" too, got "one", expected a subuser of its own\n  make a subuser for each',
    );
    expect(loading({ subuser: "one" }, { subuser: "two" })).not.toThrow();
    expect(loading({ subuser: "one" }, undefined)).not.toThrow();
  });

  test("may not call the account itself a subuser", () => {
    expect(loading({ subuser: "market-edge-test" }, undefined)).toThrow(
      'environments/staging.ts: sendgrid.subuser is the account itself, got "market-edge-test", expected a subuser of it',
    );
  });

  test("may not call their unsubscribe groups alike, unless a subuser keeps them apart", () => {
    expect(loading({ unsubscribeGroup: group }, { unsubscribeGroup: { ...group, name: "product news" } })).toThrow(
      'environments/prod.ts: sendgrid.unsubscribeGroup.name is that of "staging" too, got "product news", expected another name',
    );
    expect(loading({ unsubscribeGroup: group }, { unsubscribeGroup: group, subuser: "one" })).not.toThrow();
  });

  test("are free of each other in two accounts", () => {
    const sendgrid = { subuser: "one", unsubscribeGroup: group };
    expect(loadAccounts([dev, { ...busyStaging, sendgrid }, { ...prod, capacity: busy, sendgrid }], accounts)).toHaveLength(2);
  });
});
