/** A new environment from the few answers that nobody can guess; everything else starts as most will want it. Pure. */
import { firstPolicy } from "../../mail/dmarc/stages";
import { providerNames, sendingProviders } from "../../mail/providers/sending-providers";
import type { DeclaredDns } from "../dns-hosts/dns-hosts";
import { declaredProviders } from "../providers/declared-providers";
import type { Environment, ProviderName } from "../schema/environment";
import type { EmailAddress, Fqdn } from "../schema/field-kinds";
import { listed, type NewEnvironmentAnswers } from "./answers";

export function newEnvironment(answers: NewEnvironmentAnswers): Environment {
  const primary = answers.primary as ProviderName;
  const delivers = sendingProviders[primary]?.delivers ?? true;
  return {
    name: answers.name,
    aws: { account: answers.account, region: answers.region },
    dns: declaredDns(answers),
    sendingDomain: answers.domain as Fqdn,
    sender: { address: answers.senderAddress as EmailAddress, name: answers.senderName, replyTo: answers.replyTo as EmailAddress },
    frontendUrl: answers.frontendUrl as `https://${string}`,
    ...(delivers ? sending(primary, answers.standby) : captured(primary)),
    // Reports first: a stricter policy is for when they show that both sending providers are aligned. Of what nobody sends nothing is right.
    dmarc: { policy: firstPolicy({ delivers }), np: "reject", reportTo: [answers.reportTo as EmailAddress] },
    tlsRpt: { reportTo: [answers.reportTo as EmailAddress] },
    ...reviewed(answers.reviewers ?? ""),
    // The limit is that of a new account; raise it to the quota that is granted.
    alerts: { notify: listed<EmailAddress>(answers.alerts ?? ""), failureRate: 0.05 },
    rotation: { everyDays: 90 },
    limits: { sendsPerDay: 200 },
    capacity: { perMonth: readNumber(answers.perMonth), atOnce: readNumber(answers.atOnce), withinSeconds: 30 },
    secretReaders: [],
    seedMailboxes: listed<EmailAddress>(answers.seedMailboxes ?? ""),
  };
}

/** Not checked yet, as all of it. */
const declaredDns = ({ dnsHost, zone, zoneId }: NewEnvironmentAnswers): DeclaredDns =>
  ({ host: dnsHost, zone, ...(zoneId === undefined ? {} : { zoneId }) }) as DeclaredDns;

type Beginning = Pick<Environment, "sendingProviders" | "spf">;

const sending = (primary: ProviderName, standby: string = usualStandby(primary) ?? noStandby): Beginning => ({
  sendingProviders: { primary, ...(standby === noStandby ? {} : { standby: standby as ProviderName }) },
  spf: { alsoInclude: [] },
});

/** The answer for an environment with one sending provider. */
export const noStandby = "none";

/** The first other one that delivers; undefined where the primary delivers nothing, so that nobody would take over. */
export const usualStandby = (primary: string | undefined): ProviderName | undefined =>
  sendingProviders[primary as ProviderName]?.delivers === false
    ? undefined
    : providerNames.find((name) => name !== primary && sendingProviders[name].delivers);

const captured = (primary: ProviderName): Beginning => ({
  sendingProviders: { primary },
  ...declaredProviders[primary].newEnvironment,
  spf: { alsoInclude: [], all: "-all" },
});

const reviewed = (names: string): Pick<Environment, "review"> =>
  names.trim() === "" ? {} : { review: { reviewers: listed<`@${string}`>(names) } };

/** What is no number stays as it is: the check will name it. */
const readNumber = (text: string): number => (/^\d+$/.test(text) ? Number(text) : (text as unknown as number));
