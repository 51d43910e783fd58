/**
 * Lets through what the caller's policies and the resource's allow. The administrator is not judged. A call of which it is not known what it
 * needs is refused, and said to be unknown, so that a rehearsal that met one fails.
 */
import type { RequestLog } from "../../request-log";
import type { Answer, Call } from "../call";
import { type Decision, judge } from "../policy/evaluate";
import type { IamRequest } from "../policy/statement";
import { needsOf } from "./actions/needs-of";
import { listing } from "./actions/s3";
import { type Caller, principalOf } from "./caller";
import { factsOf, type JudgedCaller } from "./caller-facts";
import { contextOf, isKnownKey } from "./context";
import { denialAnswer, denialText } from "./denial";
import type { Entities } from "./entities";
import { inputOf } from "./input";
import type { Asked, Permission } from "./permission";

export interface GuardOptions extends Pick<Asked, "holdings"> {
  entities(account: string): Entities;
  ownerOf(account: string, accessKeyId: string): string;
  bucketPolicy(account: string, bucket: string): ReturnType<Asked["bucketPolicy"]>;
  sesTags(account: string, region: string, arn: string): Record<string, string>;
  functionOfMapping(account: string, region: string, id: string): string | undefined;
  log: RequestLog;
  now(): Date;
}

export interface Guard {
  /** @returns the refusal; undefined for what is allowed. */
  refuse(call: Call): Promise<Answer | undefined>;
  /** Makes a refusal of an answer that would tell the caller what he may not know. */
  hide(call: Call, answer: Answer): Promise<Answer>;
}

export function createGuard(options: GuardOptions): Guard {
  async function refuse(call: Call): Promise<Answer | undefined> {
    if (!isJudged(call)) return undefined;
    const asked = askedOf(call, options);
    const permissions = await needsOf[call.service]?.(asked);
    const who = await factsOf(call.caller, options.entities);
    if (permissions) return firstRefusal(call, who, permissions);
    options.log.addUnknown(call.service, `${call.operation}, for which no IAM action is known`);
    return denialAnswer(call, `User: ${who.arn} is not authorized to perform: ${call.operation}, which the sandbox cannot judge`);
  }

  function firstRefusal(call: Call, who: JudgedCaller, permissions: readonly Permission[]): Answer | undefined {
    for (const permission of permissions) {
      const decision = decide(call, who, permission, options);
      if (!decision.allowed) return refusal(call, who, permission, decision);
    }
    return undefined;
  }

  function refusal(call: Call, who: JudgedCaller, { action, resource, refusal: told }: Permission, decision: Denied): Answer {
    options.log.addDenied(action, resource.arn, who.arn);
    const called = call.service === "s3" ? `"${resource.arn}"` : (resource.called ?? resource.arn);
    return denialAnswer(call, told ?? denialText(principalOf(call.caller, who.arn).arn, action, called, decision));
  }

  async function hide(call: Call, answer: Answer): Promise<Answer> {
    const [, bucket, key] = /^\/([^/]+)\/(.+)$/.exec(new URL(call.request.url ?? "/", "http://gateway").pathname) ?? [];
    const isMissing = call.service === "s3" && answer.status === 404 && bucket !== undefined && key !== undefined;
    if (!isMissing || !isJudged(call) || !/^(GET|HEAD)$/.test(call.request.method ?? "")) return answer;
    return firstRefusal(call, await factsOf(call.caller, options.entities), [listing(bucket, askedOf(call, options))]) ?? answer;
  }

  return { refuse, hide };
}

type Denied = Extract<Decision, { allowed: false }>;

/** Who one is, everybody may ask; who may take a role, STS decides itself. */
const isJudged = ({ caller, service }: Call): boolean => caller.kind !== "administrator" && service !== "sts";

function decide(call: Call, who: JudgedCaller, { action, resource, context, keys }: Permission, { log, now }: GuardOptions): Decision {
  const { identity, boundary } = who.own;
  const owner = resource.arn.split(":")[4] ?? "";
  const request: IamRequest = {
    action,
    resources: [resource.arn],
    principal: principalOf(call.caller, who.arn),
    context: { ...contextOf(who, { request: call.request, place: call, now: now() }), ...context },
    knows: (key) => isKnownKey(key, keys),
    gap: (what) => log.addUnknown("iam", `${what}, asked for ${action}`),
  };
  const session = sessionPolicies(call.caller);
  return judge(
    {
      identity,
      ...(boundary ? { boundary } : {}),
      ...(session ? { session } : {}),
      ...(resource.policy ? { resource: resource.policy } : {}),
      resourceDecides: resource.decides ?? false,
      isElsewhere: resource.isElsewhere ?? (owner !== "" && owner !== call.account),
    },
    request,
  );
}

const sessionPolicies = (caller: Caller) => (caller.kind === "session" ? caller.session.policies : undefined);

const askedOf = (call: Call, { holdings, entities, ownerOf, bucketPolicy, sesTags, functionOfMapping }: GuardOptions): Asked => ({
  call,
  input: inputOf(call),
  holdings,
  entities: entities(call.account),
  userName: call.caller.kind === "user" ? call.caller.userName : "",
  ownerOf: (accessKeyId) => ownerOf(call.account, accessKeyId),
  bucketPolicy: (bucket) => bucketPolicy(call.account, bucket),
  sesTags: (arn) => sesTags(call.account, call.region, arn),
  functionOfMapping: (id) => functionOfMapping(call.account, call.region, id),
  arn: (service, resource) => `arn:aws:${service}:${call.region}:${call.account}:${resource}`,
});
