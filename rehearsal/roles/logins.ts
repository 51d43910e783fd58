/**
 * Takes the declared roles in the sandbox, as those do for whom they are: GitHub's jobs with their tokens, as aws-actions/configure-aws-credentials
 * does it, and people with an MFA code. A session that is still good is used again.
 */
import type { Credentials } from "@aws-sdk/client-sts";
import { createAwsClients } from "../../adapters/aws/clients";
import { githubEnvironment } from "../../declaration/names/github";
import { type RoleKind, roleArn } from "../../declaration/names/roles";
import { OperatorError } from "../../declaration/operator-error";
import type { DeclaredAccount, GithubRepository } from "../../declaration/schema/account";
import type { Target } from "../../declaration/target";
import type { Sandbox } from "../../sandbox/start";
import type { Actor } from "./actors";

type Variables = Record<string, string>;
type Job = Parameters<Sandbox["github"]["jobs"]["startJob"]>[0];

export interface Logins {
  /** The variables of AWS with which the actor calls it. */
  variables(target: Target, actor: Actor): Promise<Variables>;
}

const sessionName = "rehearsal";
const audience = "sts.amazonaws.com";
/** So that none ends during a step. */
const leastLeftMs = 15 * 60_000;

export function createLogins(sandbox: () => Sandbox): Logins {
  const sessions = new Map<string, Promise<Credentials>>();
  return {
    async variables(target, actor) {
      if (actor === "administrator") return {};
      const id = `${target.name} ${actor}`;
      const known = await sessions.get(id);
      const isGood = (known?.Expiration?.getTime() ?? 0) > Date.now() + leastLeftMs;
      const taken = known && isGood ? Promise.resolve(known) : take(target, actor, sandbox());
      sessions.set(id, taken);
      return variablesOf(await taken);
    },
  };
}

async function take(target: Target, kind: RoleKind, sandbox: Sandbox): Promise<Credentials> {
  const account = target.declared.accounts().find(({ id }) => id === target.aws.account);
  if (!account) throw new OperatorError(`"${target.name}" is in the AWS account ${target.aws.account}, which is not declared`);
  const taken = kind === "break-glass" ? takeWithMfa(target, account, sandbox) : takeAsJob(target, kind, { account, sandbox });
  const credentials = await taken.catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`the role ${roleArn(target, kind)} cannot be taken: ${why}`, undefined, { cause });
  });
  if (!credentials) throw new Error("STS gave no credentials");
  return credentials;
}

async function takeWithMfa(target: Target, { administrators }: DeclaredAccount, sandbox: Sandbox) {
  const person = administrators.map((arn) => sandbox.aws.person(arn)).find((each) => each !== undefined);
  if (!person) throw new OperatorError(`none of ${administrators.join(", ")} is in an account of the sandbox`);
  const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, mfa } = person;
  const env = { ...sandbox.envAt(target.aws), AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
  const { sts } = createAwsClients({ region: target.aws.region, env });
  const asked = { RoleArn: roleArn(target, "break-glass"), RoleSessionName: sessionName };
  return (await sts.assumeRole({ ...asked, SerialNumber: mfa.serial, TokenCode: mfa.code() })).Credentials;
}

async function takeAsJob(target: Target, kind: RoleKind, { account, sandbox }: { account: DeclaredAccount; sandbox: Sandbox }) {
  const { sts } = createAwsClients({ region: target.aws.region, env: sandbox.envAt(target.aws) });
  const { Credentials } = await sts.assumeRoleWithWebIdentity({
    RoleArn: roleArn(target, kind),
    RoleSessionName: sessionName,
    WebIdentityToken: await identityToken(sandbox.github.jobs.startJob(jobOf(target, kind, account.github))),
  });
  return Credentials;
}

/** A plan is a pull request's; all else runs on the branch that is deployed, and what changes something in a GitHub environment. */
function jobOf({ name }: Target, kind: RoleKind, { owner, name: repository, branch }: GithubRepository): Job {
  const ours = { repository: `${owner}/${repository}` };
  if (kind === "plan") return { ...ours, event: "pull_request", ref: "refs/pull/1/merge" };
  if (kind === "review") return { ...ours, event: "schedule", ref: `refs/heads/${branch}` };
  const environment = githubEnvironment(name, kind === "rotate" ? "rotate" : "apply");
  return { ...ours, event: "workflow_dispatch", ref: `refs/heads/${branch}`, environment };
}

/** https://docs.github.com/en/actions/reference/security/oidc */
async function identityToken({ ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN }: Variables): Promise<string> {
  const answer = await fetch(`${ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${audience}`, {
    headers: { authorization: `Bearer ${ACTIONS_ID_TOKEN_REQUEST_TOKEN}` },
  });
  if (!answer.ok) throw new Error(`GitHub gives no identity token, status ${answer.status}`);
  return ((await answer.json()) as { value: string }).value;
}

const variablesOf = ({ AccessKeyId = "", SecretAccessKey = "", SessionToken = "" }: Credentials): Variables => ({
  AWS_ACCESS_KEY_ID: AccessKeyId,
  AWS_SECRET_ACCESS_KEY: SecretAccessKey,
  AWS_SESSION_TOKEN: SessionToken,
});
