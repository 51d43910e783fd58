/** Wires verification to DNS, SendGrid and SES. */
import { setTimeout as sleep } from "node:timers/promises";
import { createAwsClients } from "../../adapters/aws/clients";
import { createDnsLookup } from "../../adapters/dns/lookup";
import { readEndpoints } from "../../adapters/endpoints";
import { ApiError } from "../../adapters/http/json-client";
import { createSendgridClient } from "../../adapters/sendgrid/client";
import { findAuthenticatedDomain, validateDomain } from "../../adapters/sendgrid/sender-authentication";
import { readIdentity } from "../../adapters/ses/identity";
import { type Environment, sendingProvidersOf } from "../../environments/schema";
import { signingZoneShortcoming } from "../../mail/providers/ses";
import type { ProviderState, VerifyEffects } from "../../workflows/verify";
import type { World } from "../world";
import { requireToken } from "./stack";

/** @param timeoutMs after which verification ends: single questions are given a part of it, since each may be one of several in a row. */
export function verifyEffects(environment: Environment, world: World, timeoutMs: number): VerifyEffects {
  const endpoints = readEndpoints(world.env);
  const questionMs = Math.min(10_000, Math.max(500, timeoutMs / 4));
  const dns = createDnsLookup({
    resolvers: endpoints.resolvers,
    port: endpoints.dnsPort,
    timeoutMs: questionMs,
    // What is asked last, just before the time is over, may still be answered.
    deadline: performance.now() + timeoutMs + questionMs,
  });
  const limits = { deadline: Date.now() + timeoutMs, tryMs: Math.min(10_000, Math.max(1_000, timeoutMs / 4)) };
  return {
    published: dns.published,
    visible: dns.visible,
    validate: Object.fromEntries(
      sendingProvidersOf(environment).map((provider) => [provider, () => validateAt[provider](environment, world, limits)]),
    ),
    now: () => performance.now(),
    sleep: (ms) => sleep(ms, undefined, world.signal ? { signal: world.signal } : {}),
  };
}

interface Limits {
  /** Milliseconds since 1970. */
  deadline: number;
  /** Milliseconds of one try, where no deadline can be given. */
  tryMs: number;
}

async function validateAtSendgrid({ sendingDomain }: Environment, world: World, { deadline }: Limits): Promise<ProviderState> {
  const baseUrl = readEndpoints(world.env).sendgrid;
  const client = createSendgridClient({ baseUrl, token: requireToken("SENDGRID_API_KEY", world), deadline });
  const domain = await findAuthenticatedDomain(client, sendingDomain);
  if (!domain) return { ready: false, reasons: ["the domain is not authenticated there"] };
  const validation = await validateDomain(client, domain.id).catch(readyLater);
  if ("ready" in validation) return validation;
  const { valid, checks } = validation;
  return { ready: valid, reasons: checks.filter((check) => !check.valid).map(({ name, reason }) => `${name}: ${reason ?? "not valid"}`) };
}

/** A server's own failure, such as SendGrid's resolver having a bad moment, is "ask again", not the end. */
function readyLater(error: unknown): ProviderState {
  if (error instanceof ApiError && error.status >= 500) return { ready: false, reasons: [error.message] };
  throw error;
}

/** What SES last saw. */
export async function readAtSes({ aws, sendingDomain, ses: declared }: Environment, world: World, limits?: Limits): Promise<ProviderState> {
  const { ses } = createAwsClients({ region: aws.region, env: world.env, ...(limits ? { timeoutMs: limits.tryMs } : {}) });
  const identity = await readIdentity(ses, sendingDomain);
  if (!identity) return { ready: false, reasons: ["the identity does not exist there"] };
  const { verifiedForSending, dkim, mailFrom, signingHostedZone } = identity;
  const reasons = [
    verifiedForSending ? undefined : "not verified for sending",
    dkim === "SUCCESS" ? undefined : `DKIM ${dkim}`,
    signingZoneShortcoming(signingHostedZone, declared?.signingZone),
    mailFrom === "SUCCESS" ? undefined : `MAIL FROM domain ${mailFrom ?? "not set"}`,
  ].filter((reason) => reason !== undefined);
  return { ready: reasons.length === 0, reasons };
}

const validateAt = { sendgrid: validateAtSendgrid, ses: readAtSes };
