/** Which secrets the functions that watch have: an id in the stack, a name, what is in it, and who reads it. */
import { sendingProviders } from "../../mail/providers/sending-providers";
import { functionsOf } from "../events";
import type { FunctionName } from "../names/events";
import { alertWebhookSecret, askingSecret, heartbeatSecret } from "../names/secrets";
import { type Environment, sendingProvidersOf } from "../schema/environment";

interface WatchSecret {
  id: string;
  name: string;
  description: string;
  reader: FunctionName;
}

export function watchSecretsOf(environment: Pick<Environment, "name" | "alerts" | "sendingProviders">): WatchSecret[] {
  const { name, alerts } = environment;
  if (!functionsOf(environment).includes("watch")) return [];
  const asked = sendingProvidersOf(environment).filter((provider) => sendingProviders[provider].administration);
  return [
    ...(alerts.webhook
      ? [
          {
            id: "alerts-webhook",
            name: alertWebhookSecret(name),
            description: "Where alerts are posted, and the key that signs",
            reader: "notify" as const,
          },
        ]
      : []),
    ...(alerts.heartbeat
      ? [{ id: "alerts-heartbeat", name: heartbeatSecret(name), description: "Where the heartbeat goes", reader: "watch" as const }]
      : []),
    ...asked.map((provider) => ({
      id: `alerts-${provider}`,
      name: askingSecret(name, provider),
      description: `Token that asks ${provider} how it is`,
      reader: "watch" as const,
    })),
  ];
}
