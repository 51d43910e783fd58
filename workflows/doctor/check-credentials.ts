/** Checks what rotations need and leave behind: the table that records them, keys that nobody can use, old keys, a rotation that waits, tokens' ages. */
import { providersWithAge, tooOldAfterDays, tooOldAt } from "../../declaration/rotation";
import type { Environment, ProviderName } from "../../declaration/schema/environment";
import { type Finding, findingOf } from "../../findings/finding";
import { type CredentialsStanding, type StandingEffects, type StoredToken, type Switches, standingOf } from "../standing";
import type { Check } from "./checks";

export interface CredentialEffects extends StandingEffects {
  now(): Date;
}

export function credentialChecks(environment: Environment, use: CredentialEffects): Check[] {
  const { name } = environment;
  const providers = providersWithAge(environment);
  const tokens: Check = {
    id: "tokens",
    title: "age of stored tokens",
    where: `secrets twinpost/${name}/admin/* and plan/*`,
    needs: "aws-account",
    look: async () => tokensSeen(await use.tokens(), use.now()),
  };
  if (providers.length === 0) return [tokens];
  return [
    {
      id: "rotation-journal",
      title: "record of rotations and switches",
      where: `environment "${name}"`,
      needs: "aws-account",
      look: async (where) => {
        const journal = await use.journal();
        if (journal === "not yet") return { saw: "`npx twinpost apply` will make it", notYet: true };
        if (journal === "there") return switchesSeen(await use.switches(), where);
        const what = "the table in which rotations and switches are recorded does not exist, so nothing can be rotated";
        return { saw: "missing", findings: [findingOf("doctor/journal-missing", { where, what })] };
      },
    },
    {
      id: "credentials",
      title: "sending credentials",
      where: `keys of "${name}"`,
      needs: "aws-account",
      look: async () => {
        const journal = await use.journal();
        if (journal !== "there") return { saw: "no record of rotations yet", notYet: true };
        const seen = await Promise.all(
          providers.map(async (provider) => ({ provider, standing: standingOf(await use.rotation(provider)) })),
        );
        const saw = seen.map(({ provider, standing }) => `${provider}: ${sawText(standing, use.now())}`).join("; ");
        return { saw, findings: seen.flatMap(({ provider, standing }) => findingsOf(environment, provider, standing, use.now())) };
      },
    },
    tokens,
  ];
}

const days = (since: Date, now: Date): number => Math.floor((now.getTime() - since.getTime()) / 86_400_000);

function tokensSeen(tokens: readonly StoredToken[], now: Date) {
  const stored = tokens.flatMap(({ name, storedAt }) => (storedAt ? [`${name} ${days(storedAt, now)} d`] : []));
  return stored.length > 0 ? { saw: stored.join(", ") } : { saw: "none is stored", notYet: true };
}

function switchesSeen({ switched, paused }: Switches, where: string) {
  const last = switched
    ? `last switch ${switched.at.toISOString()}: ${switched.from} to ${switched.to}, by ${switched.by}: ${switched.reason}`
    : "never switched";
  if (!paused) return { saw: last };
  const what = `sending is paused since ${paused.at.toISOString()}, by ${paused.by}: ${paused.reason}`;
  return { saw: `PAUSED; ${last}`, findings: [findingOf("doctor/sending-paused", { where, what })] };
}

function sawText({ oldest, open }: CredentialsStanding, now: Date): string {
  const age = oldest?.createdAt ? `oldest key that works ${days(oldest.createdAt, now)} d` : "no key that works";
  if (!open) return age;
  const until = open.waits.until ? ` until ${open.waits.until.toISOString()}` : "";
  return `${age}, ${open.id} waits${until}: ${open.waits.for}`;
}

function findingsOf(
  environment: Environment,
  provider: ProviderName,
  { unstored, oldest, open }: CredentialsStanding,
  now: Date,
): Finding[] {
  const where = `${provider}, environment "${environment.name}"`;
  const found = unstored.map(({ id, createdAt }) => {
    const what = `the key ${id}${createdAt ? `, made ${createdAt.toISOString()},` : ""} is in no version of the secret`;
    return findingOf("doctor/key-unstored", { where, what, remedy: `unless a person uses it, delete the key ${id} at ${provider}` });
  });
  if (oldest?.createdAt && tooOldAt(environment, oldest.createdAt) <= now) {
    const what = `the key ${oldest.id} works for ${days(oldest.createdAt, now)} days, expected at most ${tooOldAfterDays(environment)}`;
    const remedy = `look with \`npx twinpost rotate --env ${environment.name} --provider ${provider}\` what its rotation waits for`;
    found.push(findingOf("doctor/key-too-old", { where, what, remedy }));
  }
  if (open?.waits.remedy !== undefined) {
    const what = `${open.id} (${open.reason}, begun by ${open.by}) cannot go on: ${open.waits.for}`;
    found.push(findingOf("doctor/rotation-stuck", { where, what, remedy: open.waits.remedy }));
  }
  return found;
}
