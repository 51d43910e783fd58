/** Checks that replies and DMARC reports can arrive, and that another organisation that gets reports has agreed to them. */
import type { Environment } from "../../declaration/schema/environment";
import { findingOf } from "../../findings/finding";
import { sharesOrganisationalDomain } from "../../mail/dmarc/organisational-domain";
import { isDmarc } from "../../mail/dmarc/record";
import type { DnsAnswer } from "../../mail/dns/answer";
import type { Check } from "./checks";

export interface MailboxEffects {
  /** One answer per resolver. */
  resolve(name: string, type: "MX" | "A" | "TXT"): Promise<DnsAnswer[]>;
}

export function mailboxChecks(environment: Environment, use: MailboxEffects): Check[] {
  const { name, sender, dmarc, sendingDomain } = environment;
  const file = `environments/${name}.ts`;
  const reportTo = [...dmarc.reportTo, ...(dmarc.failureReportTo ?? [])];
  // Consent is asked of another organisation only (RFC 7489 7.1, RFC 9990 4).
  const foreign = reportTo.map(domainOf).filter((domain) => !sharesOrganisationalDomain(domain, sendingDomain));
  return [
    mailboxCheck({ id: "reply-to", title: "reply-to receives mail", where: `${file} sender.replyTo`, addresses: [sender.replyTo] }, use),
    mailboxCheck({ id: "report-mailbox", title: "DMARC reports arrive", where: `${file} dmarc.reportTo`, addresses: reportTo }, use),
    ...(foreign.length > 0 ? [authorisationCheck(sendingDomain, [...new Set(foreign)], use)] : []),
  ];
}

interface MailboxCheck extends Omit<Check, "look"> {
  id: "reply-to" | "report-mailbox";
  addresses: readonly string[];
}

function mailboxCheck({ addresses, ...check }: MailboxCheck, use: MailboxEffects): Check {
  return {
    ...check,
    look: async (where) => {
      const domains = [...new Set(addresses.map(domainOf))];
      const found = await Promise.all(domains.map(async (domain) => ({ domain, ...(await findExchange(domain, use)) })));
      return {
        saw: found.map(({ domain, exchange = "nowhere" }) => `${domain} at ${exchange}`).join(", "),
        findings: found
          .filter(({ exchange }) => exchange === undefined)
          .map(({ domain, why }) =>
            findingOf(`doctor/${check.id}`, {
              where,
              what: `mail to ${domain} cannot be delivered: ${why}`,
              remedy: `publish an MX record at ${domain}, or use an address whose mailbox somebody reads`,
            }),
          ),
      };
    },
  };
}

/** RFC 5321 5.1: the exchanges, or the domain's own address when there are none. RFC 7505: "0 ." means that it accepts no mail. */
async function findExchange(domain: string, use: MailboxEffects): Promise<{ exchange?: string; why?: string }> {
  const mx = await ask(domain, "MX", use);
  if (mx?.outcome === "answer") {
    const exchange = mx.values.map((value) => value.split(" ")[1]).find((host) => host !== undefined && host !== ".");
    return exchange ? { exchange } : { why: "its null MX says that it accepts no mail" };
  }
  if (mx?.outcome !== "no-data") return { why: mx?.outcome === "no-such-name" ? "the name does not exist" : (mx?.reason ?? "no answer") };
  const address = await ask(domain, "A", use);
  return address?.outcome === "answer" ? { exchange: "its own address" } : { why: "it has neither an MX nor an address record" };
}

/** RFC 9990 and RFC 7489 7.1: receivers send reports to another organisation only if that one says so in DNS. */
function authorisationCheck(sendingDomain: string, domains: string[], use: MailboxEffects): Check {
  const recordAt = (domain: string): string => `${sendingDomain}._report._dmarc.${domain}`;
  return {
    id: "report-consent",
    title: "foreign report mailbox agrees",
    where: domains.map(recordAt).join(", "),
    look: async () => {
      const missing: string[] = [];
      for (const domain of domains) {
        const answer = await ask(recordAt(domain), "TXT", use);
        if (!answer?.values.some(isDmarc)) missing.push(domain);
      }
      return {
        saw: missing.length > 0 ? `missing at ${missing.join(", ")}` : domains.join(", "),
        findings: missing.map((domain) =>
          findingOf("doctor/report-consent", {
            where: `${recordAt(domain)} TXT`,
            what: `receivers do not send reports about ${sendingDomain} to ${domain}, which has not agreed to them`,
            remedy: `have the owner of ${domain} publish the TXT record "v=DMARC1" there, or use a report address in your own domain`,
          }),
        ),
      };
    },
  };
}

/** The first resolver that answers decides. */
async function ask(name: string, type: "MX" | "A" | "TXT", use: MailboxEffects): Promise<DnsAnswer | undefined> {
  const answers = await use.resolve(name, type);
  return answers.find(({ outcome }) => outcome !== "failed") ?? answers[0];
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);
