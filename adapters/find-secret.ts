/**
 * Looks for secrets in what is about to be shown to many: a comment, a job's page, an artifact. GitHub hides a secret in its logs only. Known are
 * the secrets of this process, in any spelling, and the forms that services give to theirs; who finds one shows nothing.
 */
import { holdsSecret, redact } from "./redact";
import { unpacked } from "./unpacked";

type Settings = Readonly<Record<string, string | undefined>>;

const secretName = /TOKEN|SECRET|PASSWORD|API_?KEY|ACCESS_?KEY|CREDENTIAL/i;
/** They say where a secret is. */
const placeName = /_(FILE|PATH|URL|URI|HOST|NAME|ARN|REGION|ID)$/i;
/** Shorter ones are words of a stand-in's. */
const shortest = 12;

/** https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns */
const forms: readonly [string, RegExp][] = [
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY/],
  ["a key of a sending provider", /\bSG\.[\w-]{22}\.[\w-]{43}/],
  ["an access key of AWS", /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  ["a token of GitHub", /\b(?:gh[opsur]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/],
  ["a token of Slack", /\bxox[abeoprs]-[\w-]{10,}/],
  ["a signed token", /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
];

/** @returns what was found, in words that do not repeat it; undefined for nothing. */
export function findSecret(text: string, env: Settings): string | undefined {
  const known = secretsOf(env).find(([, value]) => holdsSecret(text, [value]));
  if (known) return `the value of ${known[0]}`;
  const texts = [text, ...unpacked(text)];
  return forms.find(([, form]) => texts.some((each) => form.test(each)))?.[0];
}

/** For a log: text of a program that knows the secrets of this process. */
export const withoutSecrets = (text: string, env: Settings): string =>
  redact(
    text,
    secretsOf(env).map(([, value]) => value),
  );

const secretsOf = (env: Settings): [name: string, value: string][] =>
  Object.entries(env).flatMap(([name, value]): [string, string][] =>
    value && value.length >= shortest && secretName.test(name) && !placeName.test(name) ? [[name, value]] : [],
  );
