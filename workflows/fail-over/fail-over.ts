/**
 * Switches the application to another sending provider: looks whether that one works now, writes its server and login into the application's
 * secret by compare-and-set, and tells the consumers. A person at three in the morning is warned and never blocked: only a definite no of the
 * other provider refuses, and that can be overruled. Works without the journal; then the secret's compare-and-set is the lock.
 */
import type { ApplicationSettings } from "../../declaration/names/application";
import { OperatorError } from "../../declaration/operator-error";
import { type Environment, type ProviderName, sendingProvidersOf } from "../../declaration/schema/environment";
import { type ApplicationEffects, activeProvider, applicationSettings, type StoredApplication } from "../credentials/application-secret";
import { messageOf } from "../credentials/failures";
import { isSame, type ServerEffects } from "../credentials/prove";
import type { SendingCredentials } from "../credentials/stored-credentials";

export interface FailOverEffects {
  application: ApplicationEffects;
  providers: {
    credentials(provider: ProviderName): Promise<SendingCredentials | undefined>;
    server(provider: ProviderName): ServerEffects;
    /** What it says about the domain and our account: reasons why it would not send, and what only slows it. */
    readiness(provider: ProviderName): Promise<Readiness>;
  };
  /** Takes the lease from a rotation, and keeps who, why and when. Rejects when the journal cannot be reached. */
  record(entry: SwitchNote): Promise<void>;
  refreshConsumers(): Promise<void>;
  /** An exercise that has put the application there is over: nobody switches it back. Absent in an exercise itself. */
  endExercise?(reason: string): Promise<void>;
}

export interface Readiness {
  /** It would not send. */
  refusals: string[];
  /** A short quota, a cold address, what could not be read. */
  warnings: string[];
}

export interface SwitchNote {
  state: "begun" | "done" | "failed";
  from: string;
  to: ProviderName;
  reason: string;
}

export interface FailOverRequest {
  environment: Environment;
  /** The other one when left out. */
  to?: ProviderName | undefined;
  reason: string;
  apply: boolean;
  evenIfUnproven: boolean;
}

export interface FailOverOutcome {
  from: ProviderName | "another server";
  to: ProviderName;
  status: "would switch" | "switched" | "already there" | "refused";
  /** Why the other provider would not send. */
  refusals: string[];
  warnings: string[];
}

/** Somebody else wrote the secret, and wins. */
export class Overtaken extends OperatorError {}

/** Others may write the secret at the same moment: so often it is read again. */
const mostAttempts = 5;

export async function failOver(request: FailOverRequest, effects: FailOverEffects): Promise<FailOverOutcome> {
  const { environment, apply, evenIfUnproven, reason } = request;
  const { application, providers } = effects;
  if (request.to) requireDeclared(environment, request.to);
  const untouched = explained(request, "nothing was switched");
  const stored = await readApplication(application).catch(untouched);
  const from = whose(environment, stored, providers.server);
  const to = request.to ?? other(environment, from);
  if (from === to) return { from, to, status: "already there", refusals: [], warnings: apply ? await stay(reason, effects) : [] };

  const { credentials, refusals, warnings } = await prove(to, effects).catch(untouched);
  const outcome = { from, to, refusals, warnings };
  if (!credentials || (refusals.length > 0 && !evenIfUnproven)) return { ...outcome, status: "refused" };
  if (!apply) return { ...outcome, status: "would switch" };

  await note({ state: "begun", from, to, reason }, outcome, effects);
  await write({ environment, stored, credentials, to, from }, effects).catch(async (error: unknown) => {
    if (error instanceof Overtaken) throw error;
    const now = await application.read().then((each) => each && whose(environment, each, providers.server), String);
    // Its answer alone was lost.
    if (now === to) return;
    await note({ state: "failed", from, to, reason }, outcome, effects);
    await explained(
      { ...request, to },
      now === from ? `the application still sends through ${from}` : "whether the application was switched is not known",
    )(error);
  });
  await followRotation({ environment, written: credentials, to }, effects).catch((error: unknown) => {
    warnings.push(`whether a rotation changed the login meanwhile is not known: ${messageOf(error)}`);
  });
  await note({ state: "done", from, to, reason }, outcome, effects);
  await effects.refreshConsumers().catch((error: unknown) => {
    warnings.push(`the switch is done, and ${messageOf(error)}`);
  });
  await application.copiesBehind?.().then(
    (behind) => warnings.push(...behind.map((what) => `the switch is done, and ${what}`)),
    (error: unknown) => warnings.push(`the switch is done, and whether the secret's copy follows is not known: ${messageOf(error)}`),
  );
  return { ...outcome, status: "switched" };
}

/** @param done what people need to know besides. @throws OperatorError with the one command that goes on. */
const explained =
  ({ environment, to, reason }: FailOverRequest, done: string) =>
  (error: unknown): never => {
    if (!(error instanceof OperatorError)) throw error;
    const { message, remedy = "", exitCode } = error;
    const command = `npx twinpost fail-over --env ${environment.name}${to ? ` --to ${to}` : ""} --reason "${reason}" --apply`;
    const next = /npx twinpost|aws secretsmanager/.test(remedy) ? remedy : `${remedy ? `${remedy}; then ` : ""}run \`${command}\``;
    throw new OperatorError(`fail-over${to ? ` to ${to}` : ""}: ${message}; ${done}`, next, { cause: error, exitCode });
  };

async function stay(reason: string, { endExercise }: FailOverEffects): Promise<string[]> {
  try {
    await endExercise?.(reason);
    return [];
  } catch (error) {
    return [
      `if this is the standby's day, an exercise will switch back tomorrow; that it should not could not be recorded: ${messageOf(error)}`,
    ];
  }
}

/** The secret is what counts; a journal that is down is told, and stops nothing. */
async function note(entry: SwitchNote, { warnings }: Pick<FailOverOutcome, "warnings">, effects: FailOverEffects): Promise<void> {
  try {
    await effects.record(entry);
  } catch (error) {
    const told = `nothing was recorded: ${messageOf(error)}`;
    if (!warnings.includes(told)) warnings.push(told);
  }
}

interface Writing {
  environment: Environment;
  stored: StoredApplication;
  credentials: SendingCredentials;
  from: FailOverOutcome["from"];
  to: ProviderName;
}

/** Server and login go into one version. What else is in the secret stays as it is at that moment. */
async function write({ environment, stored, credentials, from, to }: Writing, { application, providers }: FailOverEffects): Promise<void> {
  const { host, port } = providers.server(to);
  let base = stored;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const { SMTP_SERVER, SMTP_PORT, SMTP_USER, SMTP_PASSWORD } = applicationSettings(environment, credentials, { host, port });
    const settings: ApplicationSettings = { ...base.settings, SMTP_SERVER, SMTP_PORT, SMTP_USER, SMTP_PASSWORD };
    if ((await application.replace(settings, base.versionId)) === "written") return;
    base = await readApplication(application);
    const now = whose(environment, base, providers.server);
    if (now === to) return;
    if (now !== from)
      throw new Overtaken(
        `the application was switched from ${from} to ${now} by somebody else meanwhile: it was left there`,
        "look with `npx twinpost status`, then decide again",
      );
  }
  throw new Overtaken(
    `the application's secret was written ${mostAttempts} times by others meanwhile, so it was not switched`,
    "find out who writes it, then run this again",
  );
}

/**
 * A rotation may have made other credentials current between proving these and writing them, and stopped their key: it saw an application that
 * sent elsewhere. So they are read again, after the journal has stopped it, and after what it was doing has had its effect.
 */
async function followRotation(
  { environment, written, to }: { environment: Environment; written: SendingCredentials; to: ProviderName },
  { application, providers }: FailOverEffects,
): Promise<void> {
  const login = { user: written.user, password: written.password };
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const current = await providers.credentials(to);
    const stored = await readApplication(application);
    const { SMTP_USER: user, SMTP_PASSWORD: password } = stored.settings;
    // Who switched it again, or gave it another login, knows better.
    if (!current || isSame(current, login) || !isSame({ user, password }, login) || whose(environment, stored, providers.server) !== to)
      return;
    const settings = { ...stored.settings, SMTP_USER: current.user, SMTP_PASSWORD: current.password };
    if ((await application.replace(settings, stored.versionId)) === "written")
      Object.assign(login, { user: current.user, password: current.password });
  }
}

async function readApplication(application: ApplicationEffects): Promise<StoredApplication> {
  const stored = await application.read();
  if (stored) return stored;
  throw new OperatorError("the application's secret is empty: nothing sends yet", "run `npx twinpost credentials` first");
}

/** All is asked at once, and what cannot be asked is a warning: a definite no is one that was said. */
async function prove(
  to: ProviderName,
  { providers }: FailOverEffects,
): Promise<{ credentials: SendingCredentials | undefined } & Readiness> {
  const [credentials, readiness] = await Promise.all([
    providers.credentials(to),
    providers.readiness(to).catch(
      (error: unknown): Readiness => ({
        refusals: [],
        warnings: [`what ${to} says of the domain could not be read: ${messageOf(error)}`],
      }),
    ),
  ]);
  const { refusals, warnings } = readiness;
  if (!credentials)
    return {
      credentials,
      refusals: [`there are no credentials for ${to}: \`npx twinpost credentials\` makes them`, ...refusals],
      warnings,
    };
  try {
    const refusal = await providers.server(to).prove(credentials);
    return { credentials, refusals: [...(refusal ? [`the login is refused: ${refusal.message}`] : []), ...refusals], warnings };
  } catch (error) {
    return { credentials, refusals, warnings: [`whether the login works could not be found out: ${messageOf(error)}`, ...warnings] };
  }
}

function other(environment: Environment, from: FailOverOutcome["from"]): ProviderName {
  const { primary } = environment.sendingProviders;
  const found = sendingProvidersOf(environment).find((provider) => provider !== from);
  if (from === "another server") return primary;
  if (found) return found;
  throw new OperatorError(
    `environment "${environment.name}" declares no standby, so there is no provider to switch to`,
    "declare one in `sendingProviders.standby`, apply, and let it warm up; nothing can be switched today",
    { exitCode: 2 },
  );
}

/** @throws OperatorError for another one. */
export function requireDeclared(environment: Environment, to: ProviderName): void {
  const declared = sendingProvidersOf(environment);
  if (declared.includes(to)) return;
  throw new OperatorError(
    `--to "${to}" is no sending provider of "${environment.name}", expected ${declared.map((each) => `"${each}"`).join(" or ")}`,
    "pass one of them, or leave --to out",
    { exitCode: 2 },
  );
}

function whose(
  environment: Environment,
  { settings }: StoredApplication,
  server: (provider: ProviderName) => ServerEffects,
): FailOverOutcome["from"] {
  return activeProvider(environment, settings, server).active ?? environment.sendingProviders.primary;
}
