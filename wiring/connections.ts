/**
 * The connections of one command: the settings, the user's files, the addresses of services, clients of AWS and of other APIs. Each is read or
 * made on first use, so that a command fails only for what it needs.
 */
import { type AwsClients, type AwsSettings, createAwsClients } from "../adapters/aws/clients";
import { createDnsLookup, type DnsLookup } from "../adapters/dns/lookup";
import { type Endpoints, readEndpoints } from "../adapters/endpoints";
import type { JsonClient } from "../adapters/http/json-client";
import type { Declared } from "../declaration/load";
import type { OperatorError } from "../declaration/operator-error";
import { requireSafeAddresses } from "../declaration/service-addresses";
import type { Target } from "../declaration/target";
import { profileOf } from "./aws-profile";
import { loadDeclaredFiles } from "./declared";
import type { Narrate, Settings } from "./settings";

export interface Connections extends Settings {
  narrate: Narrate;
  /** Why stored tokens could not be read: nobody is logged in to AWS. */
  unread?: OperatorError;
  declared(): Declared;
  endpoints(): Endpoints;
  aws(target: Pick<Target, "aws">, limits?: Pick<AwsSettings, "timeoutMs" | "maxAttempts">): AwsClients;
  /** A client of a sending provider's or a DNS host's API. The same settings, tokens included, give the same client. */
  api<Settings extends object>(create: (settings: Settings) => JsonClient, settings: Settings): JsonClient;
  /** Without a deadline of its own. */
  dns(): DnsLookup;
}

/** @throws OperatorError for an address that would be talked to without TLS. */
export function connect({ env, directory, signal, watch }: Settings, narrate: Narrate): Connections {
  requireSafeAddresses(env);
  const endpoints = once(() => readEndpoints(env));
  const aws = oneEach<AwsClients>();
  const apis = new Map<unknown, ReturnType<typeof oneEach<JsonClient>>>();
  return {
    env,
    directory,
    ...(signal ? { signal } : {}),
    ...(watch ? { watch } : {}),
    narrate,
    declared: once(() => loadDeclaredFiles({ env, directory })),
    endpoints,
    aws: ({ aws: { account, region } }, limits = {}) =>
      aws([account, region, limits], () => {
        const profile = profileOf(account, env);
        return createAwsClients({ region, env, ...(profile ? { profile } : {}), ...limits });
      }),
    api(create, settings) {
      const made = apis.get(create) ?? oneEach<JsonClient>();
      apis.set(create, made);
      return made(settings, () => create(settings));
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

/** Makes one value for each key. Keys are compared as JSON. */
function oneEach<T>(): (key: object, make: () => T) => T {
  const all = new Map<string, T>();
  return (key, make) => {
    const text = JSON.stringify(key);
    const made = all.get(text) ?? make();
    all.set(text, made);
    return made;
  };
}
