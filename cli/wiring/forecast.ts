/** Wires a forecast to live DNS and the environment; keeps what was forecast of the last apply, for verify. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createDnsClient } from "../../adapters/dns/client";
import { createResolve } from "../../adapters/dns/resolve";
import { readEndpoints } from "../../adapters/endpoints";
import type { RecordChange } from "../../changes/dns-changes";
import { zoneOf } from "../../environments/dns-home";
import { loadEnvironments } from "../../environments/load";
import { loadOrganisation } from "../../environments/load-organisation";
import { organisationName, sendgridSubdomain, sesMailFromDomain, stackName } from "../../environments/names";
import { type Environment, sendingProvidersOf } from "../../environments/schema";
import type { Resolve } from "../../mail/dns/resolve";
import type { Forecast } from "../../mail/forecast/forecast";
import type { DeclaredPath, PathProvider } from "../../mail/forecast/sending-path";
import type { MailRecord } from "../../mail/records/mail-record";
import { forecast } from "../../workflows/forecast";
import { type ForecastScore, scoreForecast } from "../../workflows/score-forecast";
import type { World } from "../world";
import { workDirectory } from "./stack";

/** A forecast is a help, not a wait: what is not answered by then counts as not reached. */
const longestMs = 20_000;

/** @param env as for loadNamed. From the organisation's domains nobody of ours sends, and an account has none. */
export function forecaster(env: string, world: World): (records: readonly RecordChange[]) => Promise<Forecast> {
  const environment = loadEnvironments().find(({ name }) => name === env);
  const organisational = env === organisationName ? loadOrganisation().domains.map(zoneOf) : [];
  const domains = environment ? [environment.sendingDomain] : organisational;
  const paths = environment ? declaredPaths(environment) : [];
  return (records) => forecast({ domains, paths, records }, { resolve: liveDns(world) });
}

/** @returns undefined when nothing was forecast of what is applied. */
export async function scoreApplied(
  environment: Environment,
  records: readonly MailRecord[],
  world: World,
): Promise<ForecastScore | undefined> {
  const kept = recallForecast(environment.name, world);
  if (!kept) return undefined;
  return scoreForecast({ forecast: kept, paths: declaredPaths(environment), records }, { resolve: liveDns(world) });
}

export function rememberForecast(env: string, kept: Forecast, world: World): void {
  const file = fileOf(env, world);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(kept)}\n`);
}

function recallForecast(env: string, world: World): Forecast | undefined {
  const file = fileOf(env, world);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Forecast) : undefined;
}

const fileOf = (env: string, world: World): string => join(workDirectory(world), stackName(env), "forecast.json");

/** The time for all questions begins with the first one. */
export function liveDnsLater(world: World): Resolve {
  let resolve: Resolve | undefined;
  return (name, type) => {
    resolve ??= liveDns(world);
    return resolve(name, type);
  };
}

function liveDns(world: World): Resolve {
  const { resolvers } = readEndpoints(world.env);
  const client = createDnsClient({ timeoutMs: longestMs / 4, deadline: performance.now() + longestMs });
  return createResolve({ resolvers, client });
}

const returnPathOf: Record<PathProvider, (sendingDomain: string) => string> = {
  sendgrid: (sendingDomain) => `${sendgridSubdomain}.${sendingDomain}`,
  ses: sesMailFromDomain,
};

function declaredPaths(environment: Environment): DeclaredPath[] {
  const { sendingDomain: authorDomain } = environment;
  const providers = sendingProvidersOf(environment).filter((name): name is PathProvider => name in returnPathOf);
  return providers.map((provider) => ({ provider, authorDomain, returnPath: returnPathOf[provider](authorDomain) }));
}
