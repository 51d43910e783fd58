/** Looks at what a rotation has to know before its next step. Passwords are compared here and go no further. */
import { isSame } from "../credentials/prove";
import type { RotateEffects } from "./effects";
import type { Seen, SeenVersion } from "./seen";

export async function look({ provider, secrets, surroundings }: RotateEffects): Promise<Seen> {
  const [keys, versions, alarm, switchedAt, paused] = await Promise.all([
    provider.keys.list(),
    secrets.sending.versions(),
    surroundings.alarm(),
    surroundings.switchedAt(),
    surroundings.paused(),
  ]);
  const application = await whoseLogin(secrets, versions);
  return { now: surroundings.now(), keys, versions, application, alarm, switchedAt, paused };
}

async function whoseLogin(
  { sending, application }: RotateEffects["secrets"],
  versions: readonly SeenVersion[],
): Promise<Seen["application"]> {
  const stored = await application.read();
  if (!stored || !application.sendsHere(stored.settings)) return { uses: "elsewhere" };
  const login = { user: stored.settings.SMTP_USER, password: stored.settings.SMTP_PASSWORD };
  for (const { id, keyId } of versions) {
    const credentials = keyId === undefined ? undefined : await sending.read(id);
    if (credentials && isSame(credentials, login)) return { keyId: credentials.keyId };
  }
  return { uses: "unknown" };
}
