/** Looks at what a rotation has to know before its next step. Passwords are compared here and go no further. */
import { isSame } from "../credentials/prove";
import type { RotateEffects } from "./effects";
import type { Seen, SeenVersion } from "./seen";

/** What only says when a scheduled step may be taken. It is looked at once in a run, and again before such a step. */
export type Surroundings = Pick<Seen, "alarm" | "switchedAt">;

export async function lookAround({ surroundings }: RotateEffects): Promise<Surroundings> {
  const [alarm, switchedAt] = await Promise.all([surroundings.alarm(), surroundings.switchedAt()]);
  return { alarm, switchedAt };
}

/** @param known of this run, which saves looking at it. */
export async function look(effects: RotateEffects, known?: Surroundings): Promise<Seen> {
  const { provider, secrets, surroundings } = effects;
  const [keys, versions, paused, rollouts, behind, { alarm, switchedAt }] = await Promise.all([
    provider.keys.list(),
    secrets.sending.versions(),
    surroundings.paused(),
    surroundings.rollouts(),
    surroundings.copiesBehind(),
    known ?? lookAround(effects),
  ]);
  const application = await whoseLogin(secrets, versions);
  return { now: surroundings.now(), keys, versions, application, paused, rollouts, behind, alarm, switchedAt };
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
