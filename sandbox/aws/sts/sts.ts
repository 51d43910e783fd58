/**
 * STS: who somebody is, and taking roles. https://docs.aws.amazon.com/STS/latest/APIReference/
 * Not here (501): GetSessionToken, GetFederationToken, AssumeRoleWithSAML, AssumeRoot, DecodeAuthorizationMessage. Of users and of the
 * administrator moto says who they are.
 */
import { type Caller, principalOf } from "../access/caller";
import { factsOf } from "../access/caller-facts";
import { type CallerFacts, contextOf, requestTags } from "../access/context";
import type { Entities, Role } from "../access/entities";
import type { Answer, Call } from "../call";
import { unknownAction } from "../moto-client";
import type { PolicyDocument } from "../policy/document";
import type { Decision } from "../policy/evaluate";
import type { MfaDevices } from "./mfa-devices";
import { type RoleRequest, readRoleRequest } from "./parameters";
import type { Session, Sessions } from "./sessions";
import { StsError } from "./sts-error";
import { mayTake, type Taker } from "./trust";
import { checkWebIdentity, type VerifyWebIdentity } from "./web-identity";
import { identityAnswer, stsAnswer, stsRefusal } from "./wire";

export interface StsOptions {
  sessions: Sessions;
  /** Of an account; undefined for one that the sandbox does not have. */
  entities(account: string): Entities | undefined;
  mfa: MfaDevices;
  /** What the issuer of web identities says of a token. */
  verifyWebIdentity: VerifyWebIdentity;
  now(): Date;
  /** Is told what could not be judged. */
  gap(what: string): void;
}

export interface Sts {
  /** @returns undefined for what is left to moto. */
  answer(call: Call): Promise<Answer | undefined>;
  /** A call that nobody signed. @returns undefined when it must be signed. */
  answerUnsigned(call: Pick<Call, "request" | "body" | "operation" | "region">): Promise<Answer | undefined>;
}

export function createSts(options: StsOptions): Sts {
  const refusing = (work: () => Promise<Answer>): Promise<Answer> =>
    work().catch((error: unknown) => {
      if (error instanceof StsError) return stsRefusal(error);
      throw error;
    });
  return {
    async answer(call) {
      const { caller, operation, dialect } = call;
      if (operation === "AssumeRole") return refusing(() => assumeRole(call, options));
      if (operation === "AssumeRoleWithWebIdentity") return refusing(() => assumeRoleWithWebIdentity(call, options));
      if (operation !== "GetCallerIdentity") return unknownAction(dialect);
      return caller.kind === "session" ? identityAnswer(caller.session) : undefined;
    },
    async answerUnsigned(call) {
      if (call.operation !== "AssumeRoleWithWebIdentity") return undefined;
      return refusing(() => assumeRoleWithWebIdentity(call, options));
    },
  };
}

async function assumeRole(call: Call, options: StsOptions): Promise<Answer> {
  const { caller } = call;
  const now = options.now();
  const asked = readRoleRequest(formOf(call));
  const who = await factsOf(caller, options.entities);
  const principal = principalOf(caller, who.arn);
  const mfaAt = asked.mfa ? await checkMfa(asked.mfa, caller, options) : caller.kind === "session" ? caller.session.mfaAt : undefined;
  const taker: Taker = {
    principal,
    own: who.own,
    ...(caller.kind === "session" && caller.session.policies ? { sessionPolicies: caller.session.policies } : {}),
    context: {
      ...contextOf({ ...who, ...(mfaAt ? { mfaAt, since: who.since ?? now } : {}) }, { request: call.request, place: call, now }),
      ...contextOfRequest(asked),
    },
  };
  const role = await options.entities(asked.account)?.role(asked.roleName);
  const refused = (action: string, reason = ""): StsError =>
    new StsError(
      403,
      "AccessDenied",
      `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${asked.roleArn}${reason}`,
    );
  if (role?.arn !== asked.roleArn) throw refused("sts:AssumeRole");
  for (const action of actionsOf(asked, "sts:AssumeRole")) {
    const decision = mayTake(action, role, taker, options.gap);
    if (!decision.allowed) throw refused(action, reasonOf(action, decision));
  }
  const chained = caller.kind === "session" ? caller.session : undefined;
  return stsAnswer("AssumeRole", await issue(role, asked, options, { chained, mfaAt, claims: {} }));
}

async function assumeRoleWithWebIdentity(call: Pick<Call, "request" | "body" | "region">, options: StsOptions): Promise<Answer> {
  const form = formOf(call);
  const asked = readRoleRequest(form);
  const entities = options.entities(asked.account);
  const refused = new StsError(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  if (!entities) throw refused;
  const now = options.now();
  const identity = await checkWebIdentity(form.get("WebIdentityToken") ?? "", { entities, verify: options.verifyWebIdentity, now });
  const { arn } = identity.provider;
  const role = await entities.role(asked.roleName);
  if (role?.arn !== asked.roleArn) throw refused;
  const facts: CallerFacts = { account: asked.account, arn, id: identity.subject, tags: {}, provider: arn, claims: identity.context };
  const context = {
    ...contextOf(facts, { request: call.request, place: { account: asked.account, region: call.region }, now }),
    ...contextOfRequest(asked),
  };
  const principal = { account: asked.account, arn, kind: "federated" as const };
  const decision = mayTake("sts:AssumeRoleWithWebIdentity", role, { principal, own: { identity: [] }, context }, options.gap);
  if (!decision.allowed) throw refused;
  const session = await issue(role, asked, options, { claims: identity.context, provider: arn });
  return stsAnswer("AssumeRoleWithWebIdentity", session, {
    SubjectFromWebIdentityToken: identity.subject,
    Audience: identity.audience,
    Provider: arn,
  });
}

interface Issuing extends Pick<Session, "claims"> {
  chained?: Session | undefined;
  mfaAt?: Date | undefined;
  provider?: string;
}

async function issue(role: Role, asked: RoleRequest, { sessions, entities }: StsOptions, { chained, mfaAt, claims, provider }: Issuing) {
  const seconds = asked.seconds ?? 3600;
  const tooLong = (why: string): StsError => new StsError(400, "ValidationError", `The requested DurationSeconds exceeds the ${why}`);
  if (chained && seconds > 3600) throw tooLong("1 hour session limit for roles assumed by role chaining");
  if (seconds > role.maxSessionSeconds) throw tooLong("MaxSessionDuration set for this role.");
  const managed = await Promise.all(asked.policyArns.map((arn) => entities(role.account)?.policy(arn)));
  const policies = [asked.policy, ...managed].filter((policy): policy is PolicyDocument => policy !== undefined);
  const inherited = Object.fromEntries(Object.entries(chained?.tags ?? {}).filter(([key]) => chained?.transitive.includes(key)));
  const sourceIdentity = asked.sourceIdentity ?? chained?.sourceIdentity;
  return sessions.issue(
    role.account,
    {
      role,
      name: asked.sessionName,
      tags: { ...asked.tags, ...inherited },
      transitive: [...asked.transitive, ...Object.keys(inherited)],
      claims,
      ...(policies.length > 0 ? { policies } : {}),
      ...(sourceIdentity ? { sourceIdentity } : {}),
      ...(mfaAt ? { mfaAt } : {}),
      ...(provider ? { provider } : {}),
    },
    seconds,
  );
}

/** Tags and a source identity need to be allowed as well. */
const actionsOf = ({ tags, sourceIdentity }: RoleRequest, first: string): string[] => [
  first,
  ...(Object.keys(tags).length > 0 ? ["sts:TagSession"] : []),
  ...(sourceIdentity ? ["sts:SetSourceIdentity"] : []),
];

function contextOfRequest({ sessionName, externalId, sourceIdentity, tags, transitive }: RoleRequest) {
  return {
    "sts:RoleSessionName": sessionName,
    ...requestTags(tags),
    ...(externalId ? { "sts:ExternalId": externalId } : {}),
    ...(sourceIdentity ? { "sts:SourceIdentity": sourceIdentity } : {}),
    ...(transitive.length > 0 ? { "sts:TransitiveTagKeys": transitive } : {}),
  };
}

/** AWS gives no reason where the trust policy is silent: it would tell strangers what there is. */
function reasonOf(action: string, decision: Extract<Decision, { allowed: false }>): string {
  if (decision.explicit) return ` with an explicit deny in a${decision.by.startsWith("i") ? "n" : ""} ${decision.by}`;
  return decision.by === "resource-based policy" ? "" : ` because no ${decision.by} allows the ${action} action`;
}

async function checkMfa({ serial, code }: { serial: string; code: string }, caller: Caller, { mfa, now }: StsOptions): Promise<Date> {
  if (caller.kind === "user" && (await mfa.accepts(caller, serial, code, now()))) return now();
  throw new StsError(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
}

/** Of the body, or of the address: the query protocol takes both. */
const formOf = ({ request, body }: Pick<Call, "request" | "body">): URLSearchParams =>
  body.length > 0 ? new URLSearchParams(body.toString()) : new URL(request.url ?? "/", "http://gateway").searchParams;
