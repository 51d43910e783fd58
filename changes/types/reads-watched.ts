/**
 * The rule that tells of reads of secrets goes on telling: for each secret, of everybody but those whom the secret's policy names. Its pattern is
 * that of stacks/constructs/secret-reads.ts; any other is not understood, and held back where it changes.
 */
import { z } from "zod";
import { type Finding, findingOf } from "../../findings/finding";
import { jsonOf } from "../../mail/json";
import type { GuardedResource } from "../guarded-resource";
import { readGrants } from "../policies/statements";
import { isSame, text } from "../values";
import type { Judging } from "./type-rules";

const clause = z.strictObject({
  requestParameters: z.strictObject({ secretId: z.array(z.strictObject({ prefix: z.string() })) }),
  userIdentity: z.strictObject({
    arn: z.tuple([z.strictObject({ "anything-but": z.strictObject({ wildcard: z.array(z.string()) }) })]),
  }),
});
const pattern = z.strictObject({
  source: z.tuple([z.literal("aws.secretsmanager")]),
  "detail-type": z.tuple([z.literal("AWS API Call via CloudTrail")]),
  detail: z.strictObject({ eventName: z.tuple([z.literal("GetSecretValue")]), $or: z.array(clause) }),
});

export function readsWatched({ address: where, before, after }: GuardedResource, { all }: Judging): Finding[] {
  if (isSame(after?.event_pattern, before?.event_pattern)) return [];
  const told = (what: string): Finding[] => [findingOf("secret-reads/weakened", { where, what })];
  const willBe = unnoticed(text(after?.event_pattern));
  if (!willBe) return told("the rule that tells of reads of secrets would have a pattern that is not understood");
  const was = unnoticed(text(before?.event_pattern)) ?? new Map<string, string[]>();
  const named = readersOf(all);
  const gone = [...was.keys()].filter((secret) => !willBe.has(secret) && !isDeleted(secret, all));
  const more = [...willBe].flatMap(([secret, callers]) =>
    callers.filter((caller) => !was.get(secret)?.includes(caller) && !named.has(caller)),
  );
  return gone.length + more.length === 0
    ? []
    : told(
        `reads of ${gone.join(", ") || "a secret"} would not be told${more.length > 0 ? `, if ${[...new Set(more)].join(", ")} reads` : ""}`,
      );
}

/** By secret, the callers of whom the rule does not tell. */
function unnoticed(json: string): Map<string, string[]> | undefined {
  const read = pattern.safeParse(json === "" ? undefined : jsonOf(json));
  return (
    read.data &&
    new Map(
      read.data.detail.$or.flatMap(({ requestParameters, userIdentity }) =>
        requestParameters.secretId.map(({ prefix }): [string, string[]] => [prefix, userIdentity.arn[0]["anything-but"].wildcard]),
      ),
    )
  );
}

/** Whom the policies of secrets name, as callers. */
function readersOf(all: readonly GuardedResource[]): Set<string> {
  const policies = all.filter(({ type }) => type === "aws_secretsmanager_secret_policy").map(({ after }) => text(after?.policy));
  const arns = policies.flatMap((json) =>
    (readGrants(json) ?? []).flatMap(({ conditions }) =>
      [...conditions].flatMap(([condition, values]) => (/^String(Not|)(Like|Equals) aws:principalarn$/.test(condition) ? values : [])),
    ),
  );
  return new Set(arns.map(asCaller));
}

/** A role's session has an ARN of its own, without the role's path. */
const asCaller = (arn: string): string => {
  const [, account, path = ""] = /^arn:aws:iam::(\d+):role\/(.+)$/.exec(arn) ?? [];
  return account === undefined ? arn : `arn:aws:sts::${account}:assumed-role/${path.slice(path.lastIndexOf("/") + 1)}/*`;
};

const isDeleted = (secret: string, all: readonly GuardedResource[]): boolean =>
  all.some(
    ({ type, action, before }) => type === "aws_secretsmanager_secret" && action === "delete" && secret.endsWith(text(before?.name)),
  );
