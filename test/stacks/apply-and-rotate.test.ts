/**
 * What apply and rotate can do together: an apply that was approved writes the SMTP user's policy, and a rotation, which nobody approves, makes
 * the user's key. Every order of their moves is tried, and what a key could then do is judged with policy and boundary.
 */
import type { Environment } from "../../declaration/schema/environment";
import { sendingProvidersOf } from "../../declaration/schema/environment";
import { type IamRequest, isAllowed, type PolicyDocument } from "../../sandbox/aws/iam-policy";
import { judge } from "../../sandbox/aws/policy/evaluate";
import { things } from "./owned-things";
import { accounts, parsed, type Role, rolesOf, synthesise } from "./synthesised-roles";

const everything: PolicyDocument = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
const foreign = "arn:aws:iam::aws:policy/AdministratorAccess";

interface Bounded {
  environment: Environment;
  roles: PolicyDocument[];
  /** ARN and document of the boundary that the account's stack declares. */
  own: string;
  boundary: PolicyDocument;
}

const bounded: [string, Bounded][] = accounts.flatMap((account) => {
  const { resource } = synthesise(account);
  const declared = Object.values(resource.aws_iam_policy ?? {}) as { name: string; policy: string }[];
  return account.environments
    .filter((environment) => sendingProvidersOf(environment).includes("ses"))
    .map((environment): [string, Bounded] => {
      const name = `twinpost-${environment.name}-smtp-boundary`;
      const policy = declared.find((each) => each.name === name)?.policy ?? "";
      const ofBoth = ({ environment: of, kind }: Role): boolean => of.name === environment.name && (kind === "apply" || kind === "rotate");
      const roles = rolesOf(account).filter(ofBoth);
      const own = `arn:aws:iam::${environment.aws.account}:policy/${name}`;
      return [environment.name, { environment, own, boundary: parsed(policy), roles: roles.map((role) => parsed(role.policy)) }];
    });
});

/** The user at one moment. The document of the own boundary is what the account's stack declares, unless somebody wrote another. */
interface User {
  exists: boolean;
  boundary: string | undefined;
  policy: "none" | "everything";
  hasKey: boolean;
  isRewritten: boolean;
}

interface Move {
  action: string;
  /** What the request names as boundary; else the user's own counts. */
  sets?: string | undefined;
  on?: "boundary";
  after(user: User): User | undefined;
}

function movesOf(own: string): Move[] {
  const exists = (user: User, change: Partial<User>): User | undefined => (user.exists ? { ...user, ...change } : undefined);
  const create = (sets?: string): Move => ({
    action: "iam:CreateUser",
    sets,
    after: (user) => (user.exists ? undefined : { ...user, exists: true, boundary: sets, policy: "none", hasKey: false }),
  });
  const bound = (sets: string): Move => ({
    action: "iam:PutUserPermissionsBoundary",
    sets,
    after: (user) => exists(user, { boundary: sets }),
  });
  return [
    ...[undefined, own, foreign].map(create),
    ...[own, foreign].map(bound),
    { action: "iam:DeleteUserPermissionsBoundary", after: (user) => exists(user, { boundary: undefined }) },
    ...["iam:PutUserPolicy", "iam:AttachUserPolicy", "iam:AddUserToGroup"].map(
      (action): Move => ({ action, after: (user) => exists(user, { policy: "everything" }) }),
    ),
    { action: "iam:DeleteUserPolicy", after: (user) => exists(user, { policy: "none" }) },
    { action: "iam:CreateAccessKey", after: (user) => exists(user, { hasKey: true }) },
    { action: "iam:DeleteUser", after: (user) => exists(user, { exists: false }) },
    ...["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:CreatePolicy"].map(
      (action): Move => ({ action, on: "boundary", after: (user) => ({ ...user, isRewritten: true }) }),
    ),
  ];
}

/** Before the first apply; as an earlier version of Twinpost left it; as this one does. */
const starts = (own: string): User[] => {
  const user: User = { exists: true, boundary: undefined, policy: "none", hasKey: true, isRewritten: false };
  return [{ ...user, exists: false, hasKey: false }, user, { ...user, boundary: own }];
};

function reachable({ environment, roles, own }: Bounded): User[] {
  const userArn = `arn:aws:iam::${environment.aws.account}:user/twinpost-${environment.name}-smtp`;
  const may = ({ action, sets, on }: Move, user: User): boolean => {
    const named = sets ?? (action === "iam:CreateUser" ? undefined : user.boundary);
    const request: IamRequest = {
      action,
      resources: [on ? own : userArn],
      context: { "aws:SecureTransport": "true", ...(named ? { "iam:PermissionsBoundary": named } : {}) },
    };
    return roles.some((role) => isAllowed([role], request));
  };
  const found = new Map<string, User>();
  const look = (user: User): void => {
    const id = JSON.stringify(user);
    if (found.has(id)) return;
    found.set(id, user);
    for (const move of movesOf(own)) {
      const next = may(move, user) ? move.after(user) : undefined;
      if (next) look(next);
    }
  };
  starts(own).forEach(look);
  return [...found.values()];
}

/** Requests of every kind that any policy here speaks of, on everything that the environment owns and on what is nobody's. */
function possible({ environment, roles, boundary, own }: Bounded, user: User): string[] {
  if (!user.hasKey || user.policy === "none") return [];
  const actions = roles.flatMap(({ Statement }) => [Statement].flat().flatMap(({ Action }) => [Action ?? []].flat()));
  const more = ["iam:CreateUser", "iam:AttachUserPolicy", "s3:PutObject", "sts:AssumeRole", "ses:SendRawEmail", "ses:SendEmail"];
  const document = user.isRewritten ? everything : boundary;
  const bounds = user.boundary === own ? document : user.boundary === undefined ? undefined : everything;
  const asked = [...new Set([...actions, ...more])].flatMap((action) =>
    [...Object.entries(things(environment, action)), ["anything", { resources: ["*"], context: {} }] as const].map(
      ([word, { resources }]) => ({ action, word, resources }),
    ),
  );
  return asked
    .filter(({ action, resources }) =>
      resources.some((resource) => {
        const policies = { identity: [everything], ...(bounds ? { boundary: bounds } : {}) };
        return judge(policies, { action, resources: [resource], context: {} }).allowed;
      }),
    )
    .map(({ action, word }) => `${action} on ${word}`);
}

test("every environment that sends through SES is bounded", () => {
  expect(bounded.map(([name]) => name)).toEqual(["staging", "prod"]);
});

test.each(bounded)("%s: whatever apply and rotate do together, a key can only send", (_, of) => {
  const users = reachable(of);
  // The worst that they reach is tried: a policy that allows everything, and a key.
  expect(users.filter(({ hasKey, policy }) => hasKey && policy === "everything").length).toBeGreaterThan(0);
  expect([...new Set(users.flatMap((user) => possible(of, user)))]).toEqual([
    "ses:SendRawEmail on SES identity",
    "ses:SendRawEmail on SES configuration set",
  ]);
});

test.each(bounded)("%s: without the boundary's condition it would be everything", (_, of) => {
  const text = JSON.stringify(of.roles)
    .replaceAll('"iam:PermissionsBoundary":', '"aws:SecureTransport":')
    .replaceAll(`"${of.own}"`, '"true"');
  const loose = { ...of, roles: JSON.parse(text) as PolicyDocument[] };
  const can = reachable(loose).flatMap((user) => possible(loose, user));
  expect(can).toContain("iam:CreateUser on anything");
});
