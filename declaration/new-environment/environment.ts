/** A new environment from the few answers that nobody can guess; everything else starts as most will want it. Pure. */
import { firstPolicy } from "../../mail/dmarc/stages";
import { type ProviderName, sendingProviders } from "../../mail/providers/sending-providers";
import type { DeclaredDns } from "../dns-hosts/dns-hosts";
import { declaredProviders } from "../providers/declared-providers";
import type { Environment } from "../schema/environment";
import type { EmailAddress, Fqdn } from "../schema/field-kinds";
import { type InitAnswers, listed, nothing } from "./answers";
import { usualLimit } from "./counts";
import { sendsFromTop } from "./organisation-questions";

export function newEnvironment(answers: InitAnswers): Environment {
  const primary = answers.primary as ProviderName;
  const delivers = sendingProviders[primary]?.delivers ?? true;
  const perMonth = readNumber(answers.perMonth);
  const atOnce = readNumber(answers.atOnce);
  const { reportTo, tlsReportTo = reportTo, sendsPerDay } = answers;
  return {
    name: answers.name,
    aws: { account: answers.account, region: answers.region },
    dns: declaredDns(answers),
    sendingDomain: answers.domain as Fqdn,
    sender: { address: answers.senderAddress as EmailAddress, name: answers.senderName, replyTo: answers.replyTo as EmailAddress },
    frontendUrl: answers.frontendUrl as `https://${string}`,
    sendingProviders: { primary, ...standby(answers) },
    ...(delivers ? {} : declaredProviders[primary].newEnvironment),
    ...ofProviders(answers),
    spf: { alsoInclude: sendsFromTop(answers) ? listed<Fqdn>(answers.alsoInclude) : [], ...(delivers ? {} : { all: "-all" }) },
    // Reports first: a stricter policy is for when they show that both sending providers are aligned. Of what nobody sends nothing is right.
    dmarc: { policy: policyOf(answers, delivers), np: "reject", reportTo: [reportTo as EmailAddress] },
    tlsRpt: { reportTo: [tlsReportTo as EmailAddress] },
    ...reviewed(answers),
    ...promoted(answers),
    alerts: { notify: listed<EmailAddress>(answers.alerts), failureRate: 0.05 },
    rotation: { everyDays: 90 },
    limits: { sendsPerDay: sendsPerDay === undefined ? usualLimit(perMonth, atOnce) : readNumber(sendsPerDay) },
    capacity: { perMonth, atOnce, withinSeconds: 30 },
    secretReaders: [],
    seedMailboxes: listed<EmailAddress>(answers.seedMailboxes),
  };
}

/** Not checked yet, as all of it. */
const declaredDns = ({ dnsHost, zone, zoneId }: InitAnswers): DeclaredDns =>
  ({ host: dnsHost, zone, ...(zoneId === undefined || dnsHost === "by-hand" ? {} : { zoneId }) }) as DeclaredDns;

const policyOf = ({ dmarcPolicy }: InitAnswers, delivers: boolean): Environment["dmarc"]["policy"] =>
  (dmarcPolicy as Environment["dmarc"]["policy"] | undefined) ?? firstPolicy({ delivers });

const standby = ({ standby: name = nothing }: InitAnswers): { standby?: ProviderName } =>
  name === nothing ? {} : { standby: name as ProviderName };

const ofProviders = (answers: InitAnswers): Partial<Environment> =>
  Object.assign({}, ...Object.values(declaredProviders).map(({ options }) => options?.fields(answers) ?? {}));

const reviewed = ({ reviewers }: InitAnswers): Pick<Environment, "review"> => {
  const names = listed<`@${string}`>(reviewers);
  return names.length === 0 ? {} : { review: { reviewers: names } };
};

/** "environment" is what stands when nothing is written. */
const promoted = ({ promoteFrom: from = nothing, approval = "environment" }: InitAnswers): Pick<Environment, "promotion"> =>
  from === nothing ? {} : { promotion: { from, ...(approval === "environment" ? {} : { approval: approval as "pull request" }) } };

/** What is no number stays as it is: the check will name it. */
const readNumber = (text: string): number => (/^\d+$/.test(text) ? Number(text) : (text as unknown as number));
