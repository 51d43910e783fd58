/**
 * The trouble that a sandbox makes unless it is calm: what providers really do on an ordinary day, at calls that the product itself makes
 * and must therefore survive. Terraform's own calls are left alone, since its providers' retries are not ours to test.
 */
import type { DnsTrouble } from "./dns/start";
import type { TroubleRule } from "./trouble";

export const defaultTrouble: readonly TroubleRule[] = [
  { on: "sendgrid POST /v3/api_keys", probability: 0.5, code: 429 },
  { on: "sendgrid POST /v3/whitelabel/domains/{id}/validate", probability: 0.5, code: 500 },
  { on: "iam CreateAccessKey", probability: 0.5, code: 429 },
  { on: "secretsmanager PutSecretValue", probability: 0.5, code: 429 },
  { on: "sendgrid AUTH", probability: 0.5, code: 454 },
  { on: "ses AUTH", probability: 0.5, code: 454 },
  { on: "ses GET /v2/email/identities/{identity}", probability: 0.5, code: 0, delayMs: 800 },
];

/** `verify` looks after 0, 0.25, 0.75, 1.75 and 3.75 s: first it waits for the name server, then for the resolver. */
export const defaultDnsTrouble: DnsTrouble = { lateMs: 1500 };
