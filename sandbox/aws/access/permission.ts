/**
 * What a call needs: IAM's actions, each on its resources, with the condition keys that its service sets.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import type { Call } from "../call";
import type { PolicyDocument } from "../policy/document";
import { prefixed } from "./context";
import type { Entities } from "./entities";
import type { Holdings } from "./holdings";

export interface Resource {
  /** "*" for an action that is about no resource. */
  arn: string;
  tags?: Record<string, string>;
  policy?: PolicyDocument;
  /** Nothing is allowed on it without its own policy. */
  decides?: boolean;
  /** It is another account's, though its ARN names none. */
  isElsewhere?: boolean;
  /** As AWS names it in a refusal, where that is not the ARN. */
  called?: string;
}

export interface Permission {
  action: string;
  resource: Resource;
  context?: Record<string, string | string[]>;
  /** Keys of the service of which it is known whether the request has them. */
  keys: readonly RegExp[];
  /** Made by another service on the caller's behalf: what the caller is told when it is refused. */
  refusal?: string;
}

/** A call as a service's own file reads it. */
export interface Asked {
  call: Call;
  /** The body of a JSON service, or the form of a query service. */
  input: Record<string, unknown>;
  holdings: Holdings;
  entities: Entities;
  /** Of the caller, if he is a user. */
  userName: string;
  /** Whose an access key is; "" for one that nobody knows. */
  ownerOf(accessKeyId: string): string;
  bucketPolicy(bucket: string): { policy: PolicyDocument; isElsewhere: boolean } | undefined;
  sesTags(arn: string): Record<string, string>;
  /** The ARN of the function that a mapping of Lambda feeds; undefined when there is no such mapping. */
  functionOfMapping(id: string): string | undefined;
  /** Of the caller, in the call's region: "arn:aws:sqs:eu-west-1:111122223333:<resource>". */
  arn(service: string, resource: string): string;
}

/** @returns undefined for a call of which it is not known what it needs. */
export type NeedsOf = (asked: Asked) => Promise<Permission[] | undefined> | Permission[] | undefined;

export const nothing: Resource = { arn: "*" };

/** With the tags of the resource, which most services show under their own name too. */
export function need(action: string, resource: Resource, more: Partial<Permission> = {}): Permission {
  const tags = resource.tags ?? {};
  const service = action.slice(0, action.indexOf(":"));
  return {
    action,
    resource,
    keys: [/^aws:ResourceTag\//i, /^aws:ResourceAccount$/i, ...(more.keys ?? [])],
    context: { ...prefixed("aws:ResourceTag/", tags), ...prefixed(`${service}:ResourceTag/`, tags), ...more.context },
    ...(more.refusal ? { refusal: more.refusal } : {}),
  };
}

/** Tags in a request: [{ Key, Value }], or [{ TagKey, TagValue }] as KMS has them, or a map as SQS and Logs have them. */
export function tagsOf(value: unknown): Record<string, string> {
  if (!Array.isArray(value)) return (value ?? {}) as Record<string, string>;
  const list = value as Record<string, string | undefined>[];
  return Object.fromEntries(list.map((tag) => [tag.Key ?? tag.TagKey ?? "", tag.Value ?? tag.TagValue ?? ""]));
}

export const string = (value: unknown): string => (typeof value === "string" ? value : "");
export const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
