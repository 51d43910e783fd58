/** What an environment and an organisational domain both say about mail at their domain (mail/records/). */
import { z } from "zod";
import { dmarcPolicies } from "../../mail/dmarc/policy";
import { dependsOnMessage } from "../../mail/spf/macro";
import { formatSpf, parseSpf } from "../../mail/spf/record";
import { spfStrength } from "../../mail/spf/strength";
import { type EmailAddress, fqdn, group, isAddress, isHttpsUrl, oneOf, recordName, text } from "./field-kinds";

/**
 * One mechanism as RFC 7208 writes it, which lets somebody send, and not everybody. ptr is deprecated there, "all" and "include" have fields of their
 * own, and "+" is what stands when nothing does.
 */
export function isAllowedSender(value: string): boolean {
  const record = parseSpf(formatSpf([value]));
  const { mechanisms, redirect, exp, unknown, errors } = record;
  const [first] = mechanisms;
  if (mechanisms.length !== 1 || first?.text !== value || redirect || exp || unknown.length > 0 || errors.length > 0) return false;
  if (first.qualifier !== "+" || value.startsWith("+")) return false;
  // 5.7: any address of the name lets everybody pass, unless the name depends on the message.
  if (first.kind === "exists") return dependsOnMessage(first.domain);
  return ["ip4", "ip6", "a", "mx"].includes(first.kind) && spfStrength(record).others !== "+all";
}

const spfMechanism = text<string>(isAllowedSender, {
  problem: "is not an SPF mechanism that allows a sender",
  expected:
    '"ip4:…", "ip6:…", "a", "mx" or "exists:…" without a qualifier, which does not allow everybody; domains to include are in spf.alsoInclude',
  remedy: 'write it like "ip4:192.0.2.0/24" or "a:relay.example.com"',
});
/**
 * What has a meaning in the record or in a URI would have to be escaped there: "!" begins a size (RFC 7489 6.2), "," and ";" end a URI and a tag,
 * and a local part may hold few characters as they are (RFC 6068 2).
 */
export const isReportAddress = (value: string): boolean => isAddress(value) && /^[A-Za-z0-9$'*+._~-]+@/.test(value);
const reportAddress = (example: string) =>
  text<EmailAddress>(isReportAddress, {
    problem: "is not a report address",
    expected: "name@domain, the name of letters, digits and $'*+-._~",
    remedy: `write it like "${example}", or remove the entry`,
  });
export const isTlsReportTarget = (value: string): boolean => isReportAddress(value) || (isHttpsUrl(value) && !/[!,;]/.test(value));
const tlsReportTarget = text<string>(isTlsReportTarget, {
  problem: "is not a report address",
  expected: "name@domain or https://…, without ! , and ;",
  remedy: 'write it like "tls-reports@example.com"',
});

export const mailPolicyShape = {
  spf: group("Additional senders. The record already has the sending providers in use.", {
    alsoInclude: z.array(recordName("_spf.example.org").describe("Domains of other senders, whose SPF records are included.")),
    alsoAllow: z.array(spfMechanism.describe("Other senders by address or host.")).optional(),
    all: oneOf(["~all", "-all"], 'write "~all", which leaves the decision about other senders to DMARC')
      .optional()
      .describe("What SPF says about all other senders. Default: `~all`."),
  }),
  dmarc: group("The DMARC record.", {
    policy: oneOf(dmarcPolicies, 'start with "none"; raise it once reports show that both sending providers are aligned').describe(
      "What receivers do with mail that fails DMARC.",
    ),
    sp: oneOf(dmarcPolicies, "name the policy for subdomains without their own record")
      .optional()
      .describe("The same for subdomains without their own record. Default: `policy`."),
    np: oneOf(dmarcPolicies, 'nobody sends from a name that does not exist: "reject" is safe early')
      .optional()
      .describe("The same for subdomains that do not exist (RFC 9989). Default: `sp`."),
    reportTo: z.array(reportAddress("dmarc@example.com").describe("Mailboxes for aggregate reports (`rua`).")).min(1),
    failureReportTo: z
      .array(
        reportAddress("dmarc-failures@example.com").describe(
          "Mailboxes for reports about single messages (`ruf`). Few receivers send them.",
        ),
      )
      .optional(),
  }),
  tlsRpt: group("Reports about TLS with servers that deliver mail to the domain (RFC 8460).", {
    reportTo: z.array(tlsReportTarget.describe("Mailboxes or web addresses for the reports.")).min(1),
  }).optional(),
  parkedNames: z
    .array(fqdn("unused.example.com").describe("Names below the domain that send and receive no mail: null MX, `v=spf1 -all`, `p=reject`."))
    .optional(),
};
