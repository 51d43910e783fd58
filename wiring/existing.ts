/** Asks services for the ids of what exists, for the types of resources whose ids their names do not give (changes/types/adopting.ts). */
import { AwsError } from "../adapters/aws/call";
import type { AwsClients } from "../adapters/aws/clients";
import { type EncryptionKey, keyOfAlias, keysWithTags } from "../adapters/aws/encryption-keys";
import { findHttpApi, findQueueFeed, mayCallFunction, partsOfApi } from "../adapters/aws/event-ways";
import { findRuleTarget } from "../adapters/aws/scheduled-rule";
import { secretArn } from "../adapters/aws/secrets";
import { text, type Values } from "../changes/values";
import { addressKeyAlias, webhookApi } from "../declaration/names/events";
import { encryptionKeyAlias } from "../declaration/names/secrets";
import type { ProviderName } from "../declaration/schema/environment";
import type { Target } from "../declaration/target";
import type { Connections } from "./connections";
import { providerWirings } from "./providers/provider-wirings";

type Find = (declared: Values) => Promise<string | undefined>;

/** @returns undefined for a type that is not looked up here. */
export function existing(target: Target, connections: Connections): Readonly<Record<string, Find>> {
  const json: AwsClients["json"] = (service) => connections.aws(target).json(service);
  const { secrets, events } = lazyAws(target, connections);
  const providers =
    target.kind === "environment"
      ? (Object.keys(providerWirings) as ProviderName[]).map((name) => providerWirings[name].existing?.(target.environment, connections))
      : [];
  return {
    aws_secretsmanager_secret: ({ name }) => secretArn(secrets(), text(name)),
    // A rule of ours has one target, the topic; the target's id is any.
    aws_cloudwatch_event_target: async ({ rule, arn }) => (isText(arn) ? findRuleTarget(events(), { rule: text(rule), arn }) : undefined),
    aws_kms_key: async ({ key_usage: declared }) => {
      // Terraform's plan names the usual one, too.
      const usage = declared === "ENCRYPT_DECRYPT" ? undefined : declared;
      const alias = usage === undefined ? encryptionKeyAlias(target.name) : addressKeyAlias(target.name);
      const keys = await environmentKeys(target, connections, alias);
      return (keys.find((key) => key.isAliased) ?? keys.find((key) => key.usage === usage))?.keyId;
    },
    aws_lambda_event_source_mapping: async ({ function_name: name, event_source_arn: queue }) =>
      isText(name) && isText(queue) ? findQueueFeed({ name, queue }, json) : undefined,
    aws_lambda_permission: async ({ function_name: name, statement_id: statement }) =>
      isText(name) && isText(statement) && (await mayCallFunction({ name, statement }, json)) ? `${name}/${statement}` : undefined,
    aws_apigatewayv2_api: ({ name }) => findHttpApi(text(name), json),
    ...partsOfHttpApi(webhookApi(target.name), json),
    ...Object.assign({}, ...providers),
  };
}

const isText = (value: unknown): value is string => typeof value === "string";

/** Of the one API that an environment has. Its parts name it by an id of AWS's own. */
function partsOfHttpApi(name: string, json: AwsClients["json"]): Readonly<Record<string, Find>> {
  const inApi = async (find: (api: string) => Promise<string | undefined>): Promise<string | undefined> => {
    const api = await findHttpApi(name, json);
    const found = api && (await find(api));
    return found && `${api}/${found}`;
  };
  return {
    aws_apigatewayv2_integration: () => inApi(async (api) => (await partsOfApi(api, "integrations", json))[0]?.id),
    aws_apigatewayv2_route: ({ route_key: key }) =>
      inApi(async (api) => (await partsOfApi(api, "routes", json)).find(({ is }) => is === key)?.id),
    aws_apigatewayv2_stage: ({ name: stage }) =>
      inApi(async (api) => (await partsOfApi(api, "stages", json)).find(({ is }) => is === stage)?.id),
  };
}

const lazyAws = (target: Target, connections: Connections) => ({
  secrets: () => connections.aws(target).secrets,
  events: () => connections.aws(target).events,
});

/** The key to which the environment's alias leads, else the newest with its tags; then the others with its tags. */
export async function environmentKeys(
  target: Target,
  connections: Connections,
  alias = encryptionKeyAlias(target.name),
): Promise<(EncryptionKey & { isAliased?: boolean })[]> {
  if (target.kind !== "environment") return [];
  const { kms } = connections.aws(target);
  const { name } = target;
  const aliased = await keyOfAlias(kms, alias);
  const tagged = await keysWithTags(kms, { application: "twinpost", environment: name }).catch((error: unknown) => {
    // Administrators may list keys, and who makes a first apply is one; the roles of jobs may not.
    if (!(error instanceof AwsError && error.code.startsWith("AccessDenied"))) throw error;
    connections.narrate(`whether a key exists that no alias leads to is not known: ${error.message}`);
    return [];
  });
  const known = tagged.find(({ keyId }) => keyId === aliased) ?? { keyId: aliased ?? "", createdAt: new Date(0) };
  return aliased === undefined ? tagged : [{ ...known, isAliased: true }, ...tagged.filter(({ keyId }) => keyId !== aliased)];
}
