/**
 * What AWS says of every request to the policies that judge it. A key that is neither here nor with its service is unknown, and is said to be.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import type { IncomingMessage } from "node:http";
import type { Place } from "./questions";

type Context = Record<string, string | string[]>;

export interface CallerFacts {
  account: string;
  /** Of a session the role's, else the user's. */
  arn: string;
  /** "AIDA…", or "AROA…:session". */
  id: string;
  userName?: string;
  tags: Record<string, string>;
  mfaAt?: Date;
  /** When a session began; absent for keys that do not expire. */
  since?: Date;
  sourceIdentity?: string;
  provider?: string;
  claims?: Record<string, string>;
}

export interface Circumstances {
  request: Pick<IncomingMessage, "headers">;
  place: Place;
  now: Date;
}

/** The gateway is on loopback, where nothing is encrypted: calls count as made by TLS, since AWS's addresses take nothing else by default. */
export function contextOf(caller: CallerFacts, { request, place, now }: Circumstances): Context {
  const { account, arn, id, userName, tags, mfaAt, since, sourceIdentity, provider, claims } = caller;
  const { "user-agent": agent, referer } = request.headers;
  return {
    "aws:CurrentTime": now.toISOString(),
    "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
    "aws:PrincipalAccount": account,
    "aws:PrincipalArn": arn,
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalType": since ? "AssumedRole" : "User",
    "aws:RequestedRegion": place.region,
    "aws:SecureTransport": "true",
    "aws:SourceIp": "127.0.0.1",
    "aws:userid": id,
    "aws:ViaAWSService": "false",
    ...prefixed("aws:PrincipalTag/", tags),
    ...(agent ? { "aws:UserAgent": agent } : {}),
    ...(referer ? { "aws:Referer": referer } : {}),
    ...(userName ? { "aws:username": userName } : {}),
    ...(sourceIdentity ? { "aws:SourceIdentity": sourceIdentity } : {}),
    ...(provider ? { "aws:FederatedProvider": provider } : {}),
    ...claims,
    // Keys that do not expire have no such keys at all.
    ...(since ? { "aws:MultiFactorAuthPresent": String(mfaAt !== undefined), "aws:TokenIssueTime": since.toISOString() } : {}),
    ...(mfaAt ? { "aws:MultiFactorAuthAge": String(Math.floor((now.getTime() - mfaAt.getTime()) / 1000)) } : {}),
  };
}

/** Tags that a request gives. */
export const requestTags = (tags: Record<string, string>): Context =>
  Object.keys(tags).length > 0 ? { ...prefixed("aws:RequestTag/", tags), "aws:TagKeys": Object.keys(tags) } : {};

export const prefixed = (prefix: string, values: Record<string, string>): Context =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}${key}`, value]));

/** Keys of which it is known that a request has none when the context shows none. */
const always = [
  /^aws:(CurrentTime|EpochTime|Principal(Account|Arn|IsAWSService|ServiceName|ServiceNamesList|Type)|PrincipalTag\/.*|RequestedRegion)$/i,
  /^aws:(SecureTransport|SourceIp|UserAgent|Referer|userid|username|SourceIdentity|FederatedProvider|MultiFactorAuth(Present|Age)|TokenIssueTime)$/i,
  // Only AWS's own services set these, and no call comes from inside a VPC.
  /^aws:(SourceArn|SourceAccount|SourceOrgID|SourceVpc|SourceVpce|VpcSourceIp|ViaAWSService|CalledVia|CalledViaFirst|CalledViaLast)$/i,
  /^aws:(RequestTag\/.*|TagKeys)$/i,
  // Of a web identity, whose provider's name the key begins with.
  /^[\w.-]+\.[a-z]{2,}(\/[^:]*)?:(aud|sub|amr)$/i,
];

export const isKnownKey = (key: string, ofService: readonly RegExp[] = []): boolean =>
  [...always, ...ofService].some((known) => known.test(key));
