/** A right value with every field of its schema in it, and what tests need to make wrong ones of it. */

import { valueAt } from "../../declaration/relations/relations";
import type { DeclaredAccount } from "../../declaration/schema/account";
import type { Environment } from "../../declaration/schema/environment";
import type { Organisation } from "../../declaration/schema/organisation";
import { accounts } from "../fixtures/environments/accounts";
import { dev } from "../fixtures/environments/dev";
import { organisation } from "../fixtures/environments/organisation";
import { staging } from "../fixtures/environments/staging";
import { publishedByHand } from "./cloudflare-of";

const policies = {
  spf: { alsoInclude: ["_spf.example.org"], alsoAllow: ["ip4:192.0.2.0/24"], all: "~all" },
  dmarc: {
    policy: "quarantine",
    sp: "reject",
    np: "reject",
    reportTo: ["dmarc-reports@example.net"],
    failureReportTo: ["dmarc-failures@example.net"],
  },
  tlsRpt: { reportTo: ["tls-reports@example.net"] },
} as const;

export const completeEnvironment = (): Environment =>
  structuredClone<unknown>({
    ...staging,
    ...policies,
    secretReaders: ["arn:aws:iam::111122223333:role/market-edge-backend"],
    secrets: { replicaRegion: "eu-central-1" },
    parkedNames: ["unused.mail.staging.example.net"],
    mx: [{ host: "mx.example.net", priority: 10 }],
    ses: { signingZone: "dkim.amazonses.com" },
    review: { reviewers: ["@ada", "@market-edge/platform"], selfReview: "prevent", waitMinutes: 5 },
    promotion: { from: "dev", soakHours: 1, emergency: ["@ada"], approval: "pull request" },
    rotation: {
      everyDays: 90,
      overlapHours: 48,
      soakHours: 0,
      window: { days: ["monday", "friday"], fromHour: 8, toHour: 24, timeZone: "Europe/Berlin" },
      freezes: ["2026-12-24"],
    },
    alerts: {
      ...staging.alerts,
      pages: ["on-call@example.net"],
      webhook: "all",
      heartbeat: true,
      thresholds: {
        failures: { page: 0.6 },
        bounces: { ticket: 0.02, page: 0.05 },
        complaints: { ticket: 0.0003, page: 0.0015 },
        delay: { ticket: 60 },
        unjoined: { ticket: 0.1, page: 100 },
        queueAge: { ticket: 1800 },
        volume: { ticket: 0.7 },
        expiry: { ticket: 45, page: 10 },
      },
    },
    warmStandby: { share: 0.1 },
    streams: ["invitations", "reminders"],
    outcomes: "queue",
    consumers: [{ kind: "ecs", cluster: "market-edge", service: "backend", rolloutMinutes: 20, sessionMinutes: 10 }],
    sendgrid: {
      region: "eu",
      subuser: "market-edge-eu",
      ip: "dedicated",
      lowVolumeReason: "The EU subuser of billing keeps the same address warm.",
      unsubscribeGroup: { name: "Product news", description: "What is new, once a month" },
      linkBranding: { subdomain: "links" },
    },
  }) as Environment;

/** What only the environment of a capture server has: nothing else sends beside one. */
export const isOfCapture = (path: string): boolean => /^capture\b/.test(path);

export const completeCaptureEnvironment = (): Environment => structuredClone<Environment>(dev);

/** What only a consumer that is called has: an entry is of one kind. */
export const isOfWebhook = (path: string): boolean => /^consumers\[\d*\]\.url$/.test(path);

export const completeWebhookEnvironment = (): Environment => ({
  ...completeEnvironment(),
  consumers: [{ kind: "webhook", url: "https://app.staging.example.net/settings", rolloutMinutes: 5, sessionMinutes: 1 }],
});

export function completeElsewhereEnvironment(): Environment {
  return publishedByHand(completeEnvironment());
}

export function completeFor(path: string): Environment {
  if (isOfWebhook(path)) return completeWebhookEnvironment();
  return isOfCapture(path) ? completeCaptureEnvironment() : completeEnvironment();
}

/** Whether they may be left out depends on the sending providers or on how one is used. */
export const boundToProviders = ["capture", "recipients.unenforced", "sendgrid.subuser", "sendgrid.lowVolumeReason"];

export function completeAccount(): DeclaredAccount {
  const account = structuredClone(accounts[0] as DeclaredAccount);
  return { ...account, github: { ...account.github, legacyOidcSubjects: false } };
}

export const completeOrganisation = (): Organisation =>
  structuredClone<unknown>({
    ...organisation,
    review: completeEnvironment().review,
    domains: [
      {
        ...organisation.domains[0],
        ...policies,
        dmarc: { ...policies.dmarc, policy: "none", sp: "none", evidence: "aggregate reports of 2026-10: every sender aligned" },
        parkedNames: ["old.example.com"],
      },
    ],
  }) as Organisation;

export function completeElsewhereOrganisation(): Organisation {
  const { domains, ...organisation } = completeOrganisation();
  return {
    ...organisation,
    domains: domains.map(publishedByHand),
  };
}

/** "dmarc.reportTo[0]" is ["dmarc", "reportTo", 0]; "[]" is the first entry. */
export const keysOf = (path: string): (string | number)[] =>
  [...path.matchAll(/[^.[\]]+|\[\d*\]/g)].map(([key]) => (key.startsWith("[") ? Number(key.slice(1, -1)) : key));

/** Puts the entry at the place of the value; undefined takes away what is there. */
export function put<T>(value: T, path: string, entry: unknown): T {
  const keys = keysOf(path);
  const holder = valueAt(value, keys.slice(0, -1)) as object;
  const key = keys.at(-1) as PropertyKey;
  if (entry === undefined) Reflect.deleteProperty(holder, key);
  else Reflect.set(holder, key, entry);
  return value;
}
