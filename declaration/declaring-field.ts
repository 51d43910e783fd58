/**
 * Which field of an environment or an organisational domain declares a term of a live record, and how it is written there; or why none does. Answers by
 * the fields' own rules, so that what is proposed is never refused.
 */
import { type DmarcRecord, parseDmarc } from "../mail/dmarc/record";
import { mailtoUri } from "../mail/records/report-uri";
import { dependsOnMessage, expand, hasMacro } from "../mail/spf/macro";
import { formatSpf, parseSpf, type SpfMechanism } from "../mail/spf/record";
import { spfStrength } from "../mail/spf/strength";
import { isRecordName } from "./schema/field-kinds";
import { isAllowedSender, isReportAddress, isTlsReportTarget } from "./schema/mail-policy-shape";

/** @property value how to write it there; undefined where it is the term as it stands. */
export type FieldFor = { field: string; value?: string } | { refused: string };

/** @param term of the live record, such as "include:_spf.example.org" or "rua=mailto:a@example.org". */
export function declaringField(term: string, subject: "spf" | "dmarc" | "tls-rpt"): FieldFor {
  if (subject === "spf") return ofSpf(term);
  const [, tag = "", value = ""] = /^([^=]*)=(.*)$/s.exec(term) ?? [];
  return subject === "dmarc" ? ofDmarc(tag, value) : ofReports(value);
}

function ofSpf(term: string): FieldFor {
  const { mechanisms, exp } = parseSpf(formatSpf([term]));
  const [mechanism] = mechanisms;
  if (exp) return { refused: "an explanation has no field, and few receivers show one; remove it at the DNS host first" };
  if (!mechanism) return { refused: "receivers cannot read it; remove it at the DNS host first" };
  if (mechanism.kind === "all") return { field: "spf.all" };
  if (mechanism.kind === "ptr") return { refused: "ptr is deprecated, remove it at the DNS host first" };
  if (mechanism.qualifier !== "+") {
    return {
      refused: `the fields are for senders that may send, and "${mechanism.qualifier}" says otherwise; remove it at the DNS host first`,
    };
  }
  return mechanism.kind === "include" ? ofInclude(term, mechanism) : ofSender(term, mechanism);
}

function ofInclude(term: string, { domain }: SpfMechanism & { kind: "include" }): FieldFor {
  if (hasMacro(domain)) return { refused: "its name has macros; include the record that they lead to, or remove it at the DNS host first" };
  const name = expand(domain, {}).toLowerCase().replace(/\.$/, "");
  if (!isRecordName(name)) return { refused: "it is not a domain name; remove it at the DNS host first" };
  return { field: "spf.alsoInclude", ...(term === `include:${name}` ? {} : { value: name }) };
}

function ofSender(term: string, mechanism: SpfMechanism): FieldFor {
  const value = term.startsWith("+") ? term.slice(1) : term;
  if (isAllowedSender(value)) return { field: "spf.alsoAllow", ...(value === term ? {} : { value }) };
  const allowsAll =
    spfStrength(parseSpf(formatSpf([value]))).others === "+all" || (mechanism.kind === "exists" && !dependsOnMessage(mechanism.domain));
  return { refused: allowsAll ? "it lets everybody send; remove it at the DNS host first" : "remove it at the DNS host first" };
}

const dmarcFields: Record<string, string> = { p: "dmarc.policy", sp: "dmarc.sp", np: "dmarc.np" };

const dmarcRefusals: Record<string, string> = {
  pct: "RFC 9989 removed it, and without it receivers enforce the policy for all mail; remove it at the DNS host first, or declare a weaker policy",
  t: "without it receivers of RFC 9989 enforce the policy; remove it at the DNS host first, or declare a weaker policy",
};

function ofDmarc(tag: string, value: string): FieldFor {
  const field = dmarcFields[tag];
  if (field) return { field };
  if (tag !== "rua" && tag !== "ruf") return { refused: dmarcRefusals[tag] ?? "relax it at the DNS host first" };
  const mailbox = mailboxOf(value, tag);
  if (mailbox === undefined) return { refused: "only mailboxes can be, and receivers send reports nowhere else" };
  return { field: tag === "rua" ? "dmarc.reportTo" : "dmarc.failureReportTo", ...(mailtoUri(mailbox) === value ? {} : { value: mailbox }) };
}

function mailboxOf(uri: string, tag: "rua" | "ruf"): string | undefined {
  const [target] = (parseDmarc(`v=DMARC1; p=none; ${tag}=${uri}`) as DmarcRecord)[tag];
  return target?.domain === undefined ? undefined : readMailbox(uri);
}

/** RFC 6068 2: what is percent-encoded is decoded, and header fields of the message are left out. */
function readMailbox(uri: string): string | undefined {
  const [, written = ""] = /^mailto:([^?!]*)/i.exec(uri) ?? [];
  const at = written.lastIndexOf("@");
  try {
    const address = `${decodeURIComponent(written.slice(0, at))}@${written.slice(at + 1).toLowerCase()}`;
    return isReportAddress(address) ? address : undefined;
  } catch {
    return undefined;
  }
}

function ofReports(uri: string): FieldFor {
  if (/^https:/i.test(uri))
    return isTlsReportTarget(uri) ? { field: "tlsRpt.reportTo" } : { refused: "it is not an address that reports can be sent to" };
  const mailbox = readMailbox(uri);
  if (mailbox === undefined) return { refused: "it is not a mailbox" };
  return { field: "tlsRpt.reportTo", ...(mailtoUri(mailbox) === uri ? {} : { value: mailbox }) };
}
