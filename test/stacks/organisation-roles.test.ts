/**
 * The organisation's two roles, judged by the policies that would be applied, against their table of docs/roles.md, in both directions: its own
 * things, and everything that any environment owns, of which they may do nothing.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type OrganisationRoleKind, organisationRoleKinds, roleArn } from "../../declaration/names/roles";
import { organisationName } from "../../declaration/names/stacks";
import type { Environment } from "../../declaration/schema/environment";
import { organisationTokens } from "../../declaration/tokens";
import { isAllowed, type PolicyDocument } from "../../sandbox/aws/iam-policy";
import { publishedByHand } from "../declaration/cloudflare-of";
import { declared } from "../fixtures/declared";
import { isPossible, things } from "./owned-things";
import { accounts, organisation, parsed, rolesOf, synthesise } from "./synthesised-roles";

const [elsewhere, home] = accounts as [(typeof accounts)[number], (typeof accounts)[number]];
const { resource } = synthesise(home);
const policies = Object.fromEntries(
  organisationRoleKinds.map((kind) => [kind, parsed(String(resource.aws_iam_role_policy?.[`${organisationName}_${kind}-policy`]?.policy))]),
) as Record<OrganisationRoleKind, PolicyDocument>;
const ofEnvironments = accounts.flatMap(rolesOf).map(({ policy, ...role }) => ({ ...role, policy: parsed(policy) }));

/** What would be its own, were it an environment: all but the first four do not exist, and are not to be reached. */
const own: Environment = {
  ...(home.environments[0] as Environment),
  name: organisationName,
  aws: organisation.aws,
  sendingDomain: "example.com",
};

interface Row {
  on: string[];
  actions: string[];
  allowed: string[];
}

const rows: Row[] = readFileSync(join(__dirname, "..", "..", "docs", "roles.md"), "utf8")
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter((cells) => cells.length === 8 && /`\w+:\w+`/.test(cells[3] ?? ""))
  .map((cells) => ({
    on: (cells[2] ?? "").split(", "),
    actions: [...(cells[3] ?? "").matchAll(/`([\w-]+:\w+)`/g)].map(([, action = ""]) => action),
    allowed: organisationRoleKinds.filter((_, index) => cells[4 + index] === "yes"),
  }));

/** Whatever any role of any account may do, and what nobody may. */
const actions = [
  ...new Set([
    ...[...ofEnvironments.map(({ policy }) => policy), ...Object.values(policies)]
      .flatMap(({ Statement }) => Statement)
      .flatMap(({ Action }) => [Action ?? []].flat()),
    ...rows.flatMap((row) => row.actions),
    ...["iam:CreateRole", "iam:PassRole", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "s3:PutBucketPolicy", "sts:AssumeRole"],
  ]),
];

test("the table is read", () => {
  expect(rows.map(({ on }) => on.join())).toEqual([
    "state bucket",
    "state",
    "state",
    "lock",
    "lock",
    "environments' states",
    "records of plans,records of verifications,records of drift checks,records of applies,records of promotions,records of holds",
    "new record of a plan,new record of a verification,new record of a drift check",
    "new record of an apply",
    "plan token",
    "DNS admin token",
  ]);
});

test.each(organisationRoleKinds)("%s may do what the table says and nothing beyond it", (kind) => {
  const wrong: string[] = [];
  for (const action of actions) {
    for (const [word, asked] of Object.entries(things(own, action))) {
      const wanted = rows.some((row) => row.on.includes(word) && row.actions.includes(action) && row.allowed.includes(kind));
      if (isPossible(action, asked) && isAllowed([policies[kind]], { action, ...asked }) !== wanted)
        wrong.push(`${action} on ${word} is ${wanted ? "not " : ""}allowed`);
    }
  }
  expect(wrong).toEqual([]);
});

test.each(organisationRoleKinds)(
  "%s reaches nothing of any environment but the states of those in its account; of the account, the names of states alone",
  (kind) => {
    const here = declared.environments.map((environment) => ({ ...environment, aws: organisation.aws }));
    const allowed = here.flatMap((environment) =>
      actions.flatMap((action) =>
        Object.entries(things(environment, action))
          .filter(([word, asked]) => word !== "state bucket" && isPossible(action, asked))
          .filter(([, asked]) => isAllowed([policies[kind]], { action, ...asked }))
          .map(([word]) => `${action} on ${word} of ${environment.name}`),
      ),
    );
    expect(allowed).toEqual(["s3:GetObject on state of prod"]);
  },
);

test("no role of an environment reaches the organisation's state, lock or tokens", () => {
  const allowed = ofEnvironments.flatMap(({ environment, kind, policy }) =>
    actions.flatMap((action) =>
      Object.entries(things(own, action))
        .filter(
          ([word, asked]) =>
            ["state", "lock", "plan token", "admin token", "DNS admin token", "own key"].includes(word) && isPossible(action, asked),
        )
        .filter(([, asked]) => isAllowed([policy], { action, ...asked }))
        .map(([word]) => `${environment.name} ${kind}: ${action} on ${word}`),
    ),
  );
  // No policy can tell keys apart in these; they show metadata and switch rotation on (docs/roles.md).
  const harmless = /kms:(DescribeKey|GetKeyPolicy|GetKeyRotationStatus|ListResourceTags|EnableKeyRotation) on own key$/;
  expect(allowed.filter((each) => !harmless.test(each))).toEqual([]);
});

test("a token is read by its own roles, over TLS, whatever IAM allows others", () => {
  const administrator: PolicyDocument = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
  const callers = ["plan", "review", "apply", "rotate", "break-glass"].flatMap((kind) => [
    roleArn(own, kind as "plan"),
    roleArn({ ...own, name: "prod" }, kind as "plan"),
  ]);
  const everybody = [...callers, `arn:aws:iam::${organisation.aws.account}:user/ada`];
  for (const [kind, ...readers] of [
    ["plan", "plan", "review"],
    ["admin", "apply"],
  ] as const) {
    const policy = parsed(String(resource.aws_secretsmanager_secret_policy?.[`${organisationName}_${kind}-cloudflare-policy`]?.policy));
    const reads = (who: string, tls = "true", action = "secretsmanager:GetSecretValue"): boolean => {
      const asked = things(own, action)[`${kind} token`];
      const context = { ...asked?.context, "aws:PrincipalArn": who, "aws:SecureTransport": tls };
      return isAllowed([administrator, policy], { action, resources: asked?.resources ?? [], context });
    };
    expect(everybody.filter((who) => reads(who))).toEqual(readers.map((reader) => roleArn(own, reader)));
    expect(reads(roleArn(own, readers[0]), "false")).toBe(false);
    expect(reads(everybody.at(-1) ?? "", "true", "secretsmanager:PutResourcePolicy")).toBe(true);
  }
});

test.each([
  ["plan", ["pull_request"]],
  ["review", ["ref:refs/heads/main"]],
  ["apply", ["environment:organisation"]],
])("GitHub's jobs take %s as %j, and nobody else does", (kind, jobs) => {
  const role = Object.values(resource.aws_iam_role ?? {}).find(({ name }) => name === `twinpost-organisation-${kind}`);
  const [statement, ...others] = [parsed(String(role?.assume_role_policy)).Statement].flat();
  expect(others).toEqual([]);
  expect(statement).toMatchObject({
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": jobs.map((job) => `repo:market-edge@10203040/email@506070809:${job}`),
      },
    },
  });
});

test("its key is nobody else's to claim: it has a tag", () => {
  expect(Object.values(resource.aws_kms_key ?? {})).toMatchObject([{ tags: { environment: organisationName } }]);
});

test("where no organisational domain is at Cloudflare there is no token to keep, nor one to ask for", () => {
  const domains = organisation.domains.map(publishedByHand);
  const kept = synthesise(home, { ...organisation, domains });
  expect(JSON.stringify(kept)).toContain("twinpost-organisation-apply");
  expect(JSON.stringify(kept.resource.aws_secretsmanager_secret ?? {})).not.toContain("twinpost/organisation/");
  expect(organisationTokens({ domains })).toEqual([]);
  expect(organisationTokens(organisation).map(({ service }) => service)).toEqual(["cloudflare"]);
});

test("an account that does not hold the organisation's state has none of this", () => {
  expect(JSON.stringify(synthesise(elsewhere))).not.toContain("twinpost-organisation");
});
