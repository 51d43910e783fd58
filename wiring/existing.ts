/** Asks services for the ids of what exists, for the types of resources whose ids their names do not give (changes/types/adopting.ts). */
import { AwsError } from "../adapters/aws/call";
import { keyOfAlias, keysWithTags } from "../adapters/aws/encryption-keys";
import { findRuleTarget } from "../adapters/aws/scheduled-rule";
import { secretArn } from "../adapters/aws/secrets";
import { text, type Values } from "../changes/values";
import { encryptionKeyAlias } from "../declaration/names/secrets";
import type { ProviderName } from "../declaration/schema/environment";
import type { Target } from "../declaration/target";
import type { Connections } from "./connections";
import { providerWirings } from "./providers/provider-wirings";

type Find = (declared: Values) => Promise<string | undefined>;

/** @returns undefined for a type that is not looked up here. */
export function existing(target: Target, connections: Connections): Readonly<Record<string, Find>> {
  const { secrets, events } = lazyAws(target, connections);
  const providers =
    target.kind === "environment"
      ? (Object.keys(providerWirings) as ProviderName[]).map((name) => providerWirings[name].existing?.(target.environment, connections))
      : [];
  return {
    aws_secretsmanager_secret: ({ name }) => secretArn(secrets(), text(name)),
    // A rule of ours has one target, the topic; the target's id is any.
    aws_cloudwatch_event_target: async ({ rule, arn }) =>
      typeof arn === "string" ? findRuleTarget(events(), { rule: text(rule), arn }) : undefined,
    aws_kms_key: async () => (await environmentKeys(target, connections))[0]?.keyId,
    ...Object.assign({}, ...providers),
  };
}

const lazyAws = (target: Target, connections: Connections) => ({
  secrets: () => connections.aws(target).secrets,
  events: () => connections.aws(target).events,
});

/** The key to which the environment's alias leads, else the newest with its tags; then the others with its tags. */
export async function environmentKeys(target: Target, connections: Connections): Promise<{ keyId: string; createdAt: Date }[]> {
  if (target.kind !== "environment") return [];
  const { kms } = connections.aws(target);
  const { name } = target;
  const aliased = await keyOfAlias(kms, encryptionKeyAlias(name));
  const tagged = await keysWithTags(kms, { application: "twinpost", environment: name }).catch((error: unknown) => {
    // Administrators may list keys, and who makes a first apply is one; the roles of jobs may not.
    if (!(error instanceof AwsError && error.code.startsWith("AccessDenied"))) throw error;
    connections.narrate(`whether a key exists that no alias leads to is not known: ${error.message}`);
    return [];
  });
  const first =
    tagged.find(({ keyId }) => keyId === aliased) ?? (aliased === undefined ? undefined : { keyId: aliased, createdAt: new Date(0) });
  return first ? [first, ...tagged.filter(({ keyId }) => keyId !== aliased)] : tagged;
}
