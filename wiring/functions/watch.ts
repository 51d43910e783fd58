/** The function that watches from inside AWS: called every ten minutes, and by `twinpost alerts test`, which asks for the heartbeat alone. */
import { z } from "zod";
import { addressDigest } from "../../adapters/aws/address-digest";
import { openEventTable } from "../../adapters/aws/event-table";
import { awsJsonCall, jsonServices } from "../../adapters/aws/json-call";
import { createKms } from "../../adapters/aws/kms";
import { metricLines } from "../../adapters/aws/metric-log";
import { metricSums } from "../../adapters/aws/metric-sums";
import { secretReader } from "../../adapters/aws/secret-value";
import { request } from "../../adapters/http/request";
import { readRegistration } from "../../adapters/rdap/domain";
import { readValidity } from "../../adapters/tls/validity";
import { addressKeyAlias } from "../../declaration/names/events";
import { messageMetric, watchMetrics } from "../../declaration/names/metrics";
import { heartbeatSecret } from "../../declaration/names/secrets";
import { isDeliveryTold } from "../../mail/events/told-delivery";
import { dueAt } from "../../workflows/watch/due";
import type { WatchEffects } from "../../workflows/watch/effects";
import { watch } from "../../workflows/watch/watch";
import { jsonService, required, type Variables } from "./environment";
import { watchedProviders } from "./providers/watched-providers";

/** EventBridge's event of a schedule has more, which is not needed. */
interface WatchEvent {
  /** Ask everything now, or nothing but the heartbeat. */
  due?: "everything" | "nothing";
}

const timeoutMs = 8_000;
const tableSchema = z.object({ Table: z.looseObject({ CreationDateTime: z.number() }) });

export function watchOnce(variables: Variables, write: (line: string) => void): (event: WatchEvent) => ReturnType<typeof watch> {
  const environment = required(variables, "TWINPOST_ENVIRONMENT");
  const tableName = required(variables, "TWINPOST_EVENT_TABLE");
  const sumOf = metricSums(jsonService(variables, "CLOUDWATCH", timeoutMs));
  const dynamodb = awsJsonCall(jsonServices.dynamodb, jsonService(variables, "DYNAMODB", timeoutMs));
  const digest = addressDigest(createKms(jsonService(variables, "KMS", timeoutMs)), addressKeyAlias(environment));
  const store = openEventTable(tableName, jsonService(variables, "DYNAMODB", timeoutMs));
  const effects: WatchEffects = {
    now: () => new Date(),
    providers: watchedProviders(variables),
    events: {
      told: (provider, span) => sumOf(messageMetric(environment, provider, "Delivered", "Sum"), span),
      keptSince: async () =>
        new Date((await dynamodb("DescribeTable", { TableName: tableName }, tableSchema)).Table.CreationDateTime * 1000),
      isTold: async (provider, delivery) => isDeliveryTold(provider, { ...delivery, recipient: await digest(delivery.recipient) }, store),
    },
    outside: {
      registration: () => readRegistration(required(variables, "TWINPOST_SENDING_DOMAIN"), variables.TWINPOST_RDAP_URL || undefined),
      certificate: () => readValidity(required(variables, "TWINPOST_FRONTEND_URL")),
      ...(variables.TWINPOST_HEARTBEAT ? { heartbeat: heartbeat(variables, environment) } : {}),
    },
    report: {
      publish(values, provider) {
        const dimensions = { Environment: environment, ...(provider === undefined ? {} : { Provider: provider }) };
        const counts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { unit: "None" as const, value }]));
        for (const line of metricLines({ namespace: watchMetrics, dimensions, values: counts }, Date.now())) write(line);
      },
      log: (entry) => write(JSON.stringify(entry)),
    },
  };
  return async ({ due }) => {
    const now = dueAt(effects.now());
    return watch(due === "everything" ? { hourly: true, daily: true } : due === "nothing" ? { hourly: false, daily: false } : now, effects);
  };
}

/** Services that notice silence take a GET: https://healthchecks.io/docs/http_api, https://docs.cronitor.io. */
function heartbeat(variables: Variables, environment: string): () => Promise<void> {
  const name = heartbeatSecret(environment);
  const target = secretReader(name, z.object({ url: z.url() }), jsonService(variables, "SECRETS_MANAGER", timeoutMs));
  return async () => {
    const found = await target();
    if (!found) throw new Error(`the secret ${name} has no value yet`);
    const { status, failure } = await request({ method: "GET", url: found.url }, { timeoutMs });
    // The address is the secret.
    if (status < 200 || status >= 300) throw new Error(`the heartbeat was not taken: ${failure ?? `status ${status}`}`);
  };
}
