/**
 * The application's own secret: what is declared, and the server and login that it sends with. A fail-over writes it too, so whoever writes
 * says which version he read, and another one is never overwritten. Its server belongs to whatever made that provider active.
 */
import type { ApplicationSettings } from "../../declaration/names/application";
import { OperatorError } from "../../declaration/operator-error";
import { type Environment, type ProviderName, sendingProvidersOf } from "../../declaration/schema/environment";
import { isSame, type Login, type ServerEffects } from "./prove";
import type { SendingCredentials } from "./stored-credentials";

export interface StoredApplication {
  /** Of the secret, as it was read. */
  versionId: string;
  settings: ApplicationSettings;
}

export interface ApplicationEffects {
  read(): Promise<StoredApplication | undefined>;
  /** @param base the version that was read; undefined when there was none. @returns "changed" when another one is current, and nothing was written. */
  replace(settings: ApplicationSettings, base: string | undefined): Promise<"written" | "changed">;
  /** Copies in another region that have not what is current, in words; absent where nobody asks. */
  copiesBehind?(): Promise<string[]>;
}

export type DeclaredSetting = "FRONTEND_URL" | "EMAIL_SENDER_ADDRESS" | "EMAIL_SENDER_NAME";

/** @throws OperatorError when somebody else wrote since it was read: his settings stay. */
export async function replaceApplication(
  settings: ApplicationSettings,
  { base, application }: { base: StoredApplication | undefined; application: ApplicationEffects },
): Promise<void> {
  if ((await application.replace(settings, base?.versionId)) === "written") return;
  throw new OperatorError(
    `application secret: another version is current than the one that was read, ${base?.versionId ?? "none"}: it stays, and nothing was written`,
    "a fail-over or another run wrote it meanwhile: look with `npx twinpost status` who is active now, then run this again",
  );
}

/** What the environment's file alone decides. */
export const declaredSettings = ({ frontendUrl, sender }: Environment): Record<DeclaredSetting, string> => ({
  FRONTEND_URL: frontendUrl,
  EMAIL_SENDER_ADDRESS: sender.address,
  EMAIL_SENDER_NAME: sender.name,
});

export function changedSettings(environment: Environment, stored: ApplicationSettings): DeclaredSetting[] {
  const declared = declaredSettings(environment);
  return (Object.keys(declared) as DeclaredSetting[]).filter((name) => stored[name] !== declared[name]);
}

export function applicationSettings(
  environment: Environment,
  { user, password }: SendingCredentials,
  { host, port }: Pick<ServerEffects, "host" | "port">,
): ApplicationSettings {
  return { SMTP_SERVER: host, SMTP_PORT: String(port), SMTP_USER: user, SMTP_PASSWORD: password, ...declaredSettings(environment) };
}

const isServedBy = ({ host, port }: Pick<ServerEffects, "host" | "port">, { SMTP_SERVER, SMTP_PORT }: ApplicationSettings): boolean =>
  host === SMTP_SERVER && String(port) === SMTP_PORT;

/** Whether the application logs in at this provider, and is refused: with what was current, or with an earlier login that an interrupted run left. */
export async function hasDeadLogin(
  { working, refused }: { working?: Login; refused?: Login | undefined },
  stored: ApplicationSettings,
  server: ServerEffects,
): Promise<boolean> {
  if (!isServedBy(server, stored)) return false;
  const login = { user: stored.SMTP_USER, password: stored.SMTP_PASSWORD };
  if (working && isSame(login, working)) return false;
  return (refused !== undefined && isSame(login, refused)) || (await server.prove(login)) !== undefined;
}

/** @returns whose server the application sends through, when that is not the declared primary. */
export function activeProvider(
  environment: Environment,
  stored: ApplicationSettings,
  serverOf: (provider: ProviderName) => ServerEffects,
): { active?: ProviderName | "another server" } {
  const serves = (provider: ProviderName): boolean => isServedBy(serverOf(provider), stored);
  if (serves(environment.sendingProviders.primary)) return {};
  return { active: sendingProvidersOf(environment).find(serves) ?? "another server" };
}
