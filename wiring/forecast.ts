/** Wires a forecast to live DNS and the environment; keeps what was forecast of the last apply, for verify. */
import { createDnsClient } from "../adapters/dns/client";
import { createResolve } from "../adapters/dns/resolve";
import type { RecordChange } from "../changes/dns-changes";
import { zoneOf } from "../declaration/dns-hosts/dns-hosts";
import { type Environment, sendingProvidersOf } from "../declaration/schema/environment";
import type { Organisation } from "../declaration/schema/organisation";
import type { Target } from "../declaration/target";
import type { Forecast } from "../findings/forecast/forecast";
import type { Resolve } from "../mail/dns/resolve";
import type { DeclaredPath } from "../mail/forecast/sending-path";
import { sendingProviders } from "../mail/providers/sending-providers";
import type { MailRecord } from "../mail/records/mail-record";
import { isAtOrBelow } from "../mail/records/name";
import { forecast } from "../workflows/forecast";
import { type ForecastScore, scoreForecast } from "../workflows/score-forecast";
import { readApplied } from "./applied";
import type { Connections } from "./connections";
import { evidenceStore, recordIfPossible } from "./evidence";

/** A forecast is a help, not a wait: what is not answered by then counts as not reached. */
const longestMs = 20_000;

/** An account has no mail. */
export function forecaster(target: Target, connections: Connections): (records: readonly RecordChange[]) => Promise<Forecast> {
  if (target.kind === "organisation") return forecastOrganisation(target.organisation, target.declared.environments, connections);
  const about =
    target.kind === "environment"
      ? { domains: [target.environment.sendingDomain], paths: declaredPaths(target.environment, "in the plan") }
      : { domains: [], paths: [] };
  return (records) => forecast({ ...about, records }, { resolve: liveDns(connections) });
}

/** From the organisational domains nobody of ours sends, but their policies reach the environments below them. */
function forecastOrganisation(
  { domains, aws }: Organisation,
  environments: readonly Environment[],
  connections: Connections,
): (records: readonly RecordChange[]) => Promise<Forecast> {
  const zones = domains.map(zoneOf);
  const below = environments.filter(({ sendingDomain }) => zones.some((zone) => isAtOrBelow(sendingDomain, zone)));
  return async (records) => {
    const found = await Promise.all(
      below.map(async (environment) => {
        const applied = environment.aws.account === aws.account ? await recordsOf(environment, connections) : undefined;
        return { paths: declaredPaths(environment, applied), applied: applied ?? [] };
      }),
    );
    const [paths, elsewhere] = [found.flatMap((each) => each.paths), found.flatMap(({ applied }) => applied)];
    return forecast({ domains: zones, paths, records, elsewhere }, { resolve: liveDns(connections) });
  };
}

/** @returns undefined when they cannot be read: a forecast is a help, and does without. */
const recordsOf = (environment: Environment, connections: Connections): Promise<readonly MailRecord[] | undefined> =>
  readApplied(environment, connections).then(
    (applied) => applied?.records,
    () => undefined,
  );

/** @returns undefined when nothing was forecast of what is applied. */
export async function scoreApplied(
  environment: Environment,
  records: readonly MailRecord[],
  connections: Connections,
  resolve: Resolve = liveDns(connections),
): Promise<ForecastScore | undefined> {
  const kept = evidenceStore(connections).read("forecast", environment.name)?.result;
  if (!kept) return undefined;
  return scoreForecast({ forecast: kept, paths: declaredPaths(environment, records), records }, { resolve });
}

/** For verify, which says how it turned out. @param arn of who applied it, where it is known. */
export const rememberForecast = (env: string, kept: Forecast, connections: Connections, arn?: string): void =>
  recordIfPossible({ kind: "forecast", target: env, result: kept, arn }, connections);

/** The time for all questions begins with the first one. */
export function liveDnsLater(connections: Connections): Resolve {
  let resolve: Resolve | undefined;
  return (name, type) => {
    resolve ??= liveDns(connections);
    return resolve(name, type);
  };
}

function liveDns(connections: Connections): Resolve {
  const { resolvers } = connections.endpoints();
  const client = createDnsClient({ timeoutMs: longestMs / 4, deadline: performance.now() + longestMs });
  return createResolve({ resolvers, client });
}

/** @param applied of another stack, where the forecast is not the environment's own; selectors that a provider chooses are known from there alone. */
function declaredPaths(environment: Environment, applied?: readonly MailRecord[] | "in the plan"): DeclaredPath[] {
  const { sendingDomain: authorDomain } = environment;
  return sendingProvidersOf(environment).flatMap((provider) => {
    const { path, title } = sendingProviders[provider];
    if (!path) return [];
    const unseen = `the DKIM records of ${title} are as \`verify\` last saw them: their names are in a state that cannot be read from here`;
    const choosesSelectors = path.selectors.length < path.selectorCount;
    return [
      {
        ...{ provider, authorDomain, returnPath: path.returnPath(authorDomain) },
        ...(choosesSelectors && applied === undefined ? { assumed: unseen } : {}),
      },
    ];
  });
}
