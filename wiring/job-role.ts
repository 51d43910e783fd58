/**
 * The role of one target, taken by the job that this process runs in. One job looks at many targets, and each is another role's: what
 * aws-actions/configure-aws-credentials does once before the verb starts is done here for each. Outside a job, or with credentials at hand, the
 * connections stay as they are.
 */
import { identityRequest, readIdentityToken } from "../adapters/github/identity-token";
import { type RoleKind, roleArn, roleName } from "../declaration/names/roles";
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import { type Connections, connect } from "./connections";

const audience = "sts.amazonaws.com";

interface InRole {
  connections: Connections;
  /** Which of the stored tokens this role may read; undefined outside a job, where the verb decides. */
  tokens: "plan" | "admin" | undefined;
}

/**
 * For a verb that only reads. A job of a pull request may plan, one of the main branch may also record what it found. The job behind an approval
 * has the role for applies already, and that reads the tokens of an apply.
 */
export async function inReadRole(target: Pick<Target, "name" | "aws">, connections: Connections): Promise<InRole> {
  const { env } = connections;
  if (env.GITHUB_ACTIONS !== "true") return { connections, tokens: undefined };
  if (env.AWS_ACCESS_KEY_ID) {
    const { Arn = "" } = await connections.aws(target).sts.getCallerIdentity({});
    return { connections, tokens: Arn.includes(`:assumed-role/${roleName(target.name, "apply")}/`) ? "admin" : "plan" };
  }
  const kind = env.GITHUB_EVENT_NAME === "pull_request" ? "plan" : "review";
  return { connections: await withJobRole(target, kind, connections), tokens: "plan" };
}

/** @returns connections with a session of an hour. @throws OperatorError when the role is not given to this job. */
export async function withJobRole(target: Pick<Target, "name" | "aws">, kind: RoleKind, connections: Connections): Promise<Connections> {
  const { env } = connections;
  const asked = identityRequest(env);
  if (!asked || env.AWS_ACCESS_KEY_ID || env.AWS_PROFILE) return connections;
  const role = roleArn(target, kind);
  const token = await readIdentityToken(asked, audience);
  const { sts } = connections.aws(target);
  const taken = await sts
    .assumeRoleWithWebIdentity({ RoleArn: role, RoleSessionName: `twinpost-${env.GITHUB_RUN_ID ?? "job"}`, WebIdentityToken: token })
    .catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new OperatorError(`${role}: this job may not take the role: ${why}`, "docs/roles.md says which jobs may", { cause });
    });
  const { AccessKeyId, SecretAccessKey, SessionToken } = taken.Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new OperatorError(`${role}: AWS STS gave no credentials`);
  const login = { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey, AWS_SESSION_TOKEN: SessionToken };
  return connect({ ...connections, env: { ...env, ...login } }, connections.narrate);
}
