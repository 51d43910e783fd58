/**
 * What one command is connected to, made once by its door: the settings, the user's files, the addresses of services, AWS's clients. All
 * of it is read or made when it is first taken, so that a command fails only for what it needs.
 */
import { type AwsClients, type AwsSettings, createAwsClients } from "../adapters/aws/clients";
import { createDnsLookup, type DnsLookup } from "../adapters/dns/lookup";
import { type Endpoints, readEndpoints } from "../adapters/endpoints";
import type { Declared } from "../declaration/load";
import type { Target } from "../declaration/target";
import { loadDeclaredFiles } from "./declared";
import type { Narrate, Settings } from "./settings";

export interface Connections extends Settings {
  narrate: Narrate;
  declared(): Declared;
  endpoints(): Endpoints;
  aws(target: Pick<Target, "aws">, limits?: Pick<AwsSettings, "timeoutMs" | "maxAttempts">): AwsClients;
  /** Without a deadline of its own. */
  dns(): DnsLookup;
}

export function connect({ env, directory, signal }: Settings, narrate: Narrate): Connections {
  const endpoints = once(() => readEndpoints(env));
  const clients = new Map<string, AwsClients>();
  return {
    env,
    directory,
    ...(signal ? { signal } : {}),
    narrate,
    declared: once(() => loadDeclaredFiles({ env, directory })),
    endpoints,
    aws({ aws: { account, region } }, limits = {}) {
      const key = JSON.stringify([account, region, limits]);
      const made = clients.get(key) ?? createAwsClients({ region, env, ...limits });
      clients.set(key, made);
      return made;
    },
    dns: once(() => {
      const { resolvers, dnsPort } = endpoints();
      return createDnsLookup({ resolvers, port: dnsPort });
    }),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
