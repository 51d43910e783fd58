/** Wires a forecast to live DNS and the environment, and saves the forecast of the last apply for verify. */
import { createAuthoritativeResolve } from "../adapters/dns/authoritative";
import { createDnsClient } from "../adapters/dns/client";
import type { RecordChange } from "../changes/dns-changes";
import { declaredPaths } from "../declaration/declared-paths";
import { zoneOf } from "../declaration/dns-hosts/dns-hosts";
import { organisationFile } from "../declaration/files";
import type { Declared } from "../declaration/load";
import type { Environment } from "../declaration/schema/environment";
import type { Target } from "../declaration/target";
import { inEnvironment } from "../findings/finding";
import type { Forecast } from "../findings/forecast/forecast";
import type { Resolve } from "../mail/dns/resolve";
import type { MailRecord } from "../mail/records/mail-record";
import { forecast } from "../workflows/forecast";
import { forecastOrganisation } from "../workflows/forecast-organisation";
import { type ForecastScore, scoreForecast } from "../workflows/score-forecast";
import { readApplied } from "./applied";
import type { Connections } from "./connections";
import { evidenceStore, recordIfPossible } from "./evidence";

/** Nobody should wait long for a forecast: a question without an answer by then counts as not reached. */
const longestMs = 20_000;

/** The forecast of an account is empty: it has no mail. */
export function forecaster(target: Target, connections: Connections): (records: readonly RecordChange[]) => Promise<Forecast> {
  const foresee = forecastOf(target, connections);
  return async (records) => {
    const foreseen = await foresee(records);
    return { ...foreseen, findings: inEnvironment(target.name, foreseen.findings) };
  };
}

function forecastOf(target: Target, connections: Connections): (records: readonly RecordChange[]) => Promise<Forecast> {
  if (target.kind === "organisation") {
    const { organisation, declared } = target;
    const about = { organisation, environments: declared.environments };
    const applied = (environment: Environment) => recordsOf(environment, connections);
    return (records) => forecastOrganisation({ ...about, records }, { applied, resolve: liveDnsLater(connections) });
  }
  const about =
    target.kind === "environment"
      ? { domains: [target.environment.sendingDomain], paths: declaredPaths(target.environment, "in the plan") }
      : { domains: [], paths: [] };
  return (records) => forecast({ ...about, records }, { resolve: liveDns(connections) });
}

/** @returns undefined if they cannot be read: the forecast does without them. */
const recordsOf = (environment: Environment, connections: Connections): Promise<readonly MailRecord[] | undefined> =>
  readApplied(environment, connections).then(
    (applied) => applied?.records,
    () => undefined,
  );

/** @returns undefined if there is no forecast of the last apply. */
export async function scoreApplied(
  environment: Environment,
  records: readonly MailRecord[],
  connections: Connections,
  resolve: Resolve,
): Promise<ForecastScore | undefined> {
  const kept = evidenceStore(connections).read("forecast", environment.name)?.result;
  if (!kept) return undefined;
  return scoreForecast({ forecast: kept, paths: declaredPaths(environment, records), records }, { resolve });
}

/** For verify, which scores it. @param arn of the login that applied it, if known. */
export const saveForecast = (env: string, kept: Forecast, connections: Connections, arn?: string): void =>
  recordIfPossible({ kind: "forecast", target: env, result: kept, arn }, connections);

/** The time limit begins with the first question. */
export function liveDnsLater(connections: Connections): Resolve {
  let resolve: Resolve | undefined;
  return (name, type) => {
    resolve ??= liveDns(connections);
    return resolve(name, type);
  };
}

/** From the zones' own servers: a resolver would remember that a record did not exist, and `verify` would have to wait for it to forget. */
function liveDns(connections: Connections): Resolve {
  const { resolvers, dnsPort: port } = connections.endpoints();
  const client = createDnsClient({ timeoutMs: longestMs / 4, deadline: performance.now() + longestMs });
  return createAuthoritativeResolve({ resolvers, port, client, ours: zonesOf(connections.declared()) });
}

/** Every zone that is declared; those of an organisation whose file is faulty cannot be known. */
function zonesOf({ environments, organisation, faults }: Declared): string[] {
  const domains = faults.some(({ file }) => file === organisationFile) ? [] : organisation().domains;
  return [...environments, ...domains].map(zoneOf);
}
