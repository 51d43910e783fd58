/** Every role x action x resource, judged by the policies that would be applied, against the table of docs/roles.md, in both directions. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { keepsEvents } from "../../declaration/events";
import { type RoleKind, roleArn, roleKinds } from "../../declaration/names/roles";
import { stateBucket, stateKey } from "../../declaration/names/terraform-state";
import type { Environment } from "../../declaration/schema/environment";
import { type IamRequest, isAllowed, type PolicyDocument } from "../../sandbox/aws/iam-policy";
import { EmailStack } from "../../stacks/email-stack";
import { eventResources } from "../../stacks/policies/event-resources";
import { managedResources } from "../../stacks/policies/managed-resources";
import { declared } from "../fixtures/declared";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { type Asked, isPossible, things } from "./owned-things";
import { accounts, parsed, rolesOf } from "./synthesised-roles";
import { testingApp } from "./testing-app";

const [account] = accounts as [(typeof accounts)[number]];
/** Off by default, so none of this repository's has copies of its secrets. */
const copied = {
  ...staging,
  name: "copied",
  sendingDomain: "mail.copied.example.net",
  secrets: { replicaRegion: "eu-central-1" },
  consumers: [{ kind: "ecs", cluster: "copied", service: "backend" }],
} satisfies Environment;
/** From an environment in another account, and from one in its own. */
const promoted: Environment[] = [
  { ...prod, name: "promoted", sendingDomain: "mail.promoted.example.com", promotion: { from: "staging" } },
  { ...staging, name: "beside", sendingDomain: "mail.beside.example.net", promotion: { from: "dev" } },
];
const environments: Environment[] = [...declared.environments, copied, ...promoted];
const roles = [
  ...accounts,
  ...[copied, ...promoted].map((each) => ({ ...account, everywhere: environments, environments: [each] })),
].flatMap(rolesOf);
const policyOf = ({ name }: Environment, kind: RoleKind): PolicyDocument => {
  const role = roles.find((each) => each.environment.name === name && each.kind === kind);
  if (!role) throw new Error(`no role ${kind} of ${name}`);
  return parsed(role.policy);
};

interface Row {
  on: string[];
  actions: string[];
  allowed: RoleKind[];
}

/** The second part is for environments that keep events, the third for those with copies only. */
const [everywhere = [], withEvents = [], withCopies = []] = readFileSync(join(__dirname, "..", "..", "docs", "roles.md"), "utf8")
  .split(/An environment that keeps what became of its messages|An environment with `secrets\.replicaRegion` has these besides\./)
  .map(rowsOf);
const rows = [...everywhere, ...withEvents, ...withCopies];
const rowsFor = (environment: Environment): Row[] => [
  ...everywhere,
  ...(keepsEvents(environment) ? withEvents : []),
  ...(environment.secrets ? withCopies : []),
];

function rowsOf(text: string): Row[] {
  return text
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter((cells) => cells.length === 10 && /`\w+:\w+`/.test(cells[3] ?? ""))
    .map((cells) => ({
      on: (cells[2] ?? "").split(", "),
      actions: [...(cells[3] ?? "").matchAll(/`([\w-]+:\w+)`/g)].map(([, action = ""]) => action),
      allowed: roleKinds.filter((_, index) => cells[4 + index] === "yes"),
    }));
}

/** What is nobody's, or the account's. */
function others({ name, aws }: Environment): Record<string, Asked> {
  const plain = (resource: string): Asked => ({ resources: [resource], context: {} });
  return {
    "state of an account": plain(`arn:aws:s3:::${stateBucket({ aws })}/${stateKey(`account-${aws.account}`)}`),
    "another bucket": plain("arn:aws:s3:::somebody-elses/file"),
    "another secret": plain(`arn:aws:secretsmanager:${aws.region}:${aws.account}:secret:payments-a1B2c3`),
    "another user": plain(`arn:aws:iam::${aws.account}:user/ada`),
    "another policy": plain(`arn:aws:iam::${aws.account}:policy/twinpost-${name}-apply-events`),
    "another role of its own": plain(`arn:aws:iam::${aws.account}:role/twinpost-${name}-break-glass`),
    "a role": plain(`arn:aws:iam::${aws.account}:role/OrganizationAccountAccessRole`),
    "the identity provider": plain(`arn:aws:iam::${aws.account}:oidc-provider/token.actions.githubusercontent.com`),
  };
}

/** What nobody may do, whatever the policies speak of. */
const forbidden = [
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreatePolicyVersion",
  "iam:CreateRole",
  "iam:DeletePolicy",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PassRole",
  "iam:PutRolePolicy",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateOpenIDConnectProviderThumbprint",
  "kms:CreateGrant",
  "kms:ReEncryptFrom",
  "s3:DeleteBucket",
  "s3:PutBucketPolicy",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:ReplicateSecretToRegions",
  "sts:AssumeRole",
];

const many = (value: string | string[] | undefined): string[] => [value ?? []].flat();
const statements = roles.flatMap(({ policy }) => parsed(policy).Statement);
const actions = [
  ...new Set([...statements.flatMap(({ Action }) => many(Action)), ...rows.flatMap((row) => row.actions), ...forbidden]),
].sort();

const below = ({ promotion }: Environment): Environment | undefined => environments.find(({ name }) => name === promotion?.from);

test("the table is read", () => {
  expect(rows.length).toBeGreaterThan(20);
  const known = [staging, copied].flatMap((each) => Object.keys(things(each, "any:Action", prod)));
  expect(withCopies.length).toBeGreaterThan(0);
  expect(rows.flatMap(({ on }) => on).filter((each) => !known.includes(each))).toEqual([]);
});

const everyRole = environments.flatMap((environment) =>
  roleKinds.map((kind): [string, RoleKind, Environment] => [environment.name, kind, environment]),
);

test.each(everyRole)("%s's %s may do what the table says and nothing beyond it", (_, kind, environment) => {
  const policy = policyOf(environment, kind);
  const wrong: string[] = [];
  const judge = (action: string, word: string, asked: Asked, wanted: boolean): void => {
    if (isPossible(action, asked) && isAllowed([policy], { action, ...asked }) !== wanted)
      wrong.push(`${action} on ${word} is ${wanted ? "not " : ""}allowed`);
  };
  for (const action of actions) {
    for (const [word, asked] of Object.entries(things(environment, action, below(environment)))) {
      const wanted = rowsFor(environment).some(
        (row) => row.on.includes(word) && row.actions.includes(action) && row.allowed.includes(kind),
      );
      judge(action, word, asked, wanted);
    }
    for (const [word, asked] of Object.entries(others(environment))) judge(action, word, asked, false);
  }
  expect(wrong).toEqual([]);
});

/** A key's metadata, the list of states and the states of alarms are the only things that no policy can tell apart by environment. */
const shared =
  /^(cloudwatch:DescribeAlarms|kms:(DescribeKey|GetKeyPolicy|GetKeyRotationStatus|ListResourceTags|ListAliases|EnableKeyRotation)|s3:ListBucket)$/;

/** What was recorded of the environment from which one is promoted. */
const promotes: RoleKind[] = ["review", "apply"];
/** Neither API Gateway nor a feed's tags let a policy name whose they are (docs/roles.md). */
const unnamed = ["HTTP APIs", "tags of feeds"];
const isReading = (action: string, word: string): boolean => action === "s3:GetObject" && / records? of /.test(` ${word}`);

test.each(everyRole)("%s's %s may do nothing to what belongs to another environment", (_, kind, environment) => {
  const policy = policyOf(environment, kind);
  // "staging-eu" begins as "staging" does: a pattern that ends too early would open it.
  const neighbours = environments.flatMap((other) =>
    other === environment ? [{ ...other, name: `${other.name}-eu`, sendingDomain: `eu.${other.sendingDomain}` as const }] : [other],
  );
  const allowed = neighbours.flatMap((other) =>
    actions
      .filter((action) => !shared.test(action))
      .flatMap((action) => Object.entries(things(other, action)).map(([word, asked]) => ({ action, word, asked })))
      // Its own tag on a key that has none is no claim on another environment.
      .filter(({ word }) => word !== "untagged key" && word !== "everything")
      .filter(({ action, asked }) => isPossible(action, asked) && isAllowed([policy], { action, ...asked }))
      .filter(({ word }) => !unnamed.includes(word))
      .filter(({ action, word }) => !(other.name === environment.promotion?.from && isReading(action, word) && promotes.includes(kind)))
      .map(({ action, word }) => `${action} on ${word} of ${other.name}`),
  );
  expect(allowed).toEqual([]);
});

const readsAnything = ["cloudwatch:DescribeAlarms", "kms:ListAliases", "sns:GetSubscriptionAttributes"];
const changesAnything = [
  "cloudwatch:DescribeAlarms",
  "cloudwatch:PutCompositeAlarm",
  "kms:ListAliases",
  "sns:GetSubscriptionAttributes",
  "sns:SetSubscriptionAttributes",
  "sns:Unsubscribe",
  "kms:CreateKey",
];
const seesTasks = ({ consumers }: Environment) => (consumers ? ["ecs:ListTasks"] : []);
const seesLogs = ["logs:DescribeLogGroups"];
const changesFeeds = [...seesLogs, "lambda:CreateEventSourceMapping"];
const support = ["ses:DeleteSuppressedDestination", "ses:GetSuppressedDestination"];
const breakGlass = ["cloudwatch:GetMetricStatistics"];

test("no policy names an action with a wildcard, and none of them a whole service", () => {
  expect(statements.flatMap(({ Action }) => many(Action)).filter((action) => /[*?]/.test(action))).toEqual([]);
  expect(
    statements.filter(({ Effect, Resource }) => Effect === "Allow" && many(Resource).includes("*")).flatMap(({ Action }) => many(Action)),
  ).toEqual(
    environments.flatMap((each) => {
      const [reads, changes, supports] = keepsEvents(each) ? [seesLogs, changesFeeds, support] : [[], [], []];
      return [
        ...[...readsAnything, ...reads, ...readsAnything, ...reads, ...changesAnything, ...changes],
        ...[...seesTasks(each), ...changesAnything, ...breakGlass, ...changes, ...supports],
      ];
    }),
  );
});

test("a plan and an apply read no credentials, even with a managed policy that allows everything", () => {
  const administrator: PolicyDocument = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
  const readable = environments.flatMap((environment) =>
    (["plan", "review", "apply"] as const).flatMap((kind) =>
      environments.flatMap((other) =>
        Object.entries(things(other, "secretsmanager:GetSecretValue"))
          .filter(([word]) => /token|credentials|settings/.test(word))
          .filter(([, asked]) =>
            isAllowed([policyOf(environment, kind), administrator], { action: "secretsmanager:GetSecretValue", ...asked }),
          )
          .map(([word]) => `${kind}: ${word}`),
      ),
    ),
  );
  expect([...new Set(readable)]).toEqual([
    ...["plan: plan token", "review: plan token"],
    ...["apply: plan token", "apply: DNS admin token", "apply: admin token"],
  ]);
});

test("whatever type of resource an email stack has, the roles know how Terraform treats it", () => {
  const typesOf = (environment: Environment): string[] => {
    const { resource } = JSON.parse(Testing.synth(new EmailStack(testingApp(), environment), false)) as { resource: object };
    return Object.keys(resource).filter((type) => type.startsWith("aws_"));
  };
  const types = [...new Set(environments.flatMap(typesOf))];
  expect(
    [
      ...new Set(
        environments.flatMap((environment) => [...Object.keys(managedResources(environment)), ...Object.keys(eventResources(environment))]),
      ),
    ].sort(),
  ).toEqual(types.sort());
});

test("secrets are copied to the declared region alone", () => {
  const asked = (region: string) => ({
    resources: [`arn:aws:secretsmanager:${copied.aws.region}:${copied.aws.account}:secret:twinpost/copied/application-a1B2c3`],
    context: { "secretsmanager:AddReplicaRegions": [region] },
  });
  const copies = (region: string): boolean =>
    isAllowed([policyOf(copied, "apply")], { action: "secretsmanager:ReplicateSecretToRegions", ...asked(region) });
  expect(["eu-central-1", "us-east-1"].map(copies)).toEqual([true, false]);
});

test("a role's policy fits into what IAM stores", () => {
  for (const { sizes, trust } of roles) {
    expect(sizes.own).toBeLessThan(10_240);
    expect(sizes.attached).toBeLessThan(6_144);
    expect(trust.length).toBeLessThan(2_048);
  }
});

const secretKinds: [word: string, kinds: RoleKind[]][] = [
  ["provider credentials", ["rotate", "break-glass"]],
  ["application settings", ["rotate", "break-glass"]],
  ["admin token", ["apply", "rotate", "break-glass"]],
  ["DNS admin token", ["apply", "break-glass"]],
  ["plan token", ["plan", "review", "break-glass"]],
];

/** An environment that does not send through SendGrid has no token for it. */
const having = (word: string): Environment[] =>
  environments.filter((environment) => word in things(environment, "secretsmanager:GetSecretValue"));

test.each(secretKinds)("%s: refused over plain connections, and to all roles but %j, whatever IAM allows them", (word, readers) => {
  for (const declared of having(word)) {
    const environment = { ...declared, secretReaders: [] };
    const policy = secretPolicyOf(environment, word);
    expect(roleKinds.filter((kind) => isRead(policy, environment, roleArn(environment, kind)))).toEqual(
      roleKinds.filter((kind) => readers.includes(kind)),
    );
    expect(isRead(policy, environment, `arn:aws:iam::${environment.aws.account}:user/whoever-sets-it-up`)).toBe(true);
    expect(isRead(policy, environment, roleArn(environment, "break-glass"), { "aws:SecureTransport": "false" })).toBe(false);
  }
});

test.each(secretKinds)(
  "%s: once readers are named, only they (no tokens) and %j read it, and its policy can still be changed",
  (word, kinds) => {
    const [first] = having(word) as [Environment, ...Environment[]];
    const backend = `arn:aws:iam::${first.aws.account}:role/market-edge-backend`;
    const environment = { ...first, secretReaders: [backend] };
    const policy = secretPolicyOf(environment, word);
    const reads = (who: string, action?: string): boolean => isRead(policy, environment, who, {}, action);
    expect(kinds.map((kind) => roleArn(first, kind)).filter((who) => !reads(who))).toEqual([]);
    expect(reads(backend)).toBe(!word.endsWith("token"));
    expect(reads(`${backend}-copy`)).toBe(false);
    expect(reads(`arn:aws:iam::${first.aws.account}:user/ada`)).toBe(false);
    expect(reads(`arn:aws:iam::${first.aws.account}:user/ada`, "secretsmanager:PutResourcePolicy")).toBe(true);
  },
);

test("a pull request's role reads no token that writes, nor credentials, even as an administrator", () => {
  const administrator: PolicyDocument = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
  for (const environment of environments) {
    const readable = secretKinds.filter(([word]) => {
      if (!having(word).includes(environment)) return false;
      const asked = things(environment, "secretsmanager:GetSecretValue")[word] as Asked;
      const context = { ...asked.context, "aws:PrincipalArn": roleArn(environment, "plan") };
      const request = { action: "secretsmanager:GetSecretValue", ...asked, context };
      // The secret's own policy refuses by itself, and so does the role's.
      return [[secretPolicyOf(environment, word)], [policyOf(environment, "plan")]].some((own) =>
        isAllowed([administrator, ...own], request),
      );
    });
    expect(readable.map(([word]) => word)).toEqual(["plan token"]);
  }
});

const addressOf = (word: string, { sendingProviders: { primary } }: Environment): string =>
  ({
    "provider credentials": `secrets_${primary}-policy`,
    "application settings": "secrets_application-policy",
    "admin token": "secrets_admin-sendgrid-policy",
    "DNS admin token": "secrets_admin-cloudflare-policy",
    "plan token": "secrets_plan-cloudflare-policy",
  })[word] ?? "";

interface SecretsStack {
  resource: Record<"aws_secretsmanager_secret" | "aws_secretsmanager_secret_policy", Record<string, { policy: string }>>;
}
const synthesised = new Map<string, SecretsStack>();

/** @param word what the secret holds, in the table's words. */
function secretPolicyOf(environment: Environment, word: string): PolicyDocument {
  const id = JSON.stringify(environment);
  const stack = synthesised.get(id) ?? (JSON.parse(Testing.synth(new EmailStack(testingApp(), environment), false)) as SecretsStack);
  synthesised.set(id, stack);
  const { resource } = stack;
  const policies = resource.aws_secretsmanager_secret_policy;
  expect(Object.keys(policies)).toHaveLength(Object.keys(resource.aws_secretsmanager_secret).length);
  return parsed(policies[addressOf(word, environment)]?.policy ?? "");
}

/** The principal may do everything by IAM: does the secret's own policy let it? */
function isRead(
  policy: PolicyDocument,
  environment: Environment,
  principal: string,
  more: IamRequest["context"] = {},
  action = "secretsmanager:GetSecretValue",
): boolean {
  const administrator: PolicyDocument = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
  const asked = things(environment, action)["provider credentials"] as Asked;
  return isAllowed([administrator, policy], { action, ...asked, context: { ...asked.context, "aws:PrincipalArn": principal, ...more } });
}
