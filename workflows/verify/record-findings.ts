/** One finding for a record that is not right in DNS: wrong answers first, then servers that do not answer. */
import type { FindingId } from "../../findings/catalogue";
import { type Finding, findingOf } from "../../findings/finding";
import type { DnsAnswer } from "../../mail/dns/answer";
import { dataText } from "../../mail/dns/record";
import type { MailRecord } from "../../mail/records/mail-record";
import { type JudgedAnswer, type RecordCheck, rivalsOf } from "./check-record";

export function recordFindings(check: RecordCheck, declared: readonly MailRecord[]): Finding[] {
  const { record, published, visible, answers } = check;
  if (published && visible) return [];
  return [published ? atResolvers(record, answers.visible) : atAuthorities(record, declared, answers.published)];
}

function atAuthorities(record: MailRecord, declared: readonly MailRecord[], answers: JudgedAnswer[]): Finding {
  const where = placeOf(record);
  if (answers.length === 0) return noServer(where, "authoritative name server");
  // A server that did not answer proves nothing, and must not outweigh one that did.
  const heard = answers.filter(({ outcome }) => outcome !== "failed");
  const wrong = heard.find(({ right }) => !right);
  if (!wrong) return silence(where, answers);
  const right = heard.find((answer) => answer.right);
  if (right) return split(where, right, heard);
  const what = expected(record, wrong);
  const rivals = rivalsOf(record, declared, wrong);
  if (wrong.values.length === 0) {
    const remedy = record.byHand
      ? "publish it at your DNS host, as `npx twinpost records --env <env>` prints it"
      : "run `npx twinpost plan --env <env>`: it shows whether the record was deleted by hand; `npx twinpost apply --env <env> --apply` brings it back";
    return findingOf("dns/record-missing", { where, what, remedy });
  }
  if (rivals.length > 1) {
    const remedy = "a record that Terraform does not manage stands beside ours: remove it at the DNS host";
    return findingOf("dns/record-differs", { where, what, remedy });
  }
  const [got = ""] = rivals;
  if (record.type === "TXT" && got !== "" && record.value.startsWith(got)) {
    const lengths = `it ends after ${got.length} of ${record.value.length} characters`;
    const whole = record.byHand
      ? "publish it as several strings, as `npx twinpost records --env <env>` prints it"
      : "`npx twinpost plan --env <env>`, then `npx twinpost apply --env <env> --apply` write it whole, as strings of at most 255 bytes";
    const remedy = `a form cut it, or kept only the first string: ${whole}`;
    return findingOf("dns/record-cut", { where, what: `${what}: ${lengths}`, remedy });
  }
  const remedy = record.byHand
    ? "publish in its place, at your DNS host, what `npx twinpost records --env <env>` prints"
    : "it was changed outside Terraform, or a newer plan was not applied: `npx twinpost plan --env <env>` shows it, `npx twinpost apply --env <env> --apply` puts it right";
  return findingOf("dns/record-differs", { where, what, remedy });
}

function atResolvers(record: MailRecord, answers: JudgedAnswer[]): Finding {
  const where = placeOf(record);
  if (answers.length === 0) return noServer(where, "resolver");
  const wrong = answers.filter(({ outcome, right }) => outcome !== "failed" && !right);
  const [first] = wrong;
  if (!first) return silence(where, answers);
  const ttls = wrong.map(({ ttl }) => ttl).filter((ttl) => ttl !== undefined);
  const wait = ttls.length > 0 ? `for ${Math.max(...ttls)} s, when the last old answer expires` : "for the old record's TTL";
  return findingOf("dns/not-visible-yet", {
    where,
    what: expected(record, first),
    remedy: `published, but a resolver still answers from its cache: wait ${wait}, then verify again`,
  });
}

/** The servers have different versions of the zone, so receivers get one or the other. */
function split(where: string, right: JudgedAnswer, heard: JudgedAnswer[]): Finding {
  const wrong = heard.filter((answer) => !answer.right);
  const told = ({ serial, ...answer }: JudgedAnswer): string =>
    `${got(answer)} from ${nameOf(answer)}${serial === undefined ? "" : ` (serial ${serial})`}`;
  return findingOf("dns/split-answers", {
    where,
    what: `the zone's servers disagree: right from ${nameOf(right)}${right.serial === undefined ? "" : ` (serial ${right.serial})`}, ${wrong.map(told).join(", ")}`,
    remedy: "a server behind the others catches up within minutes: verify again; if it does not, ask the DNS host why its servers differ",
  });
}

const silences: { failure: JudgedAnswer["failure"]; id: FindingId; remedy: string }[] = [
  {
    failure: "lame",
    id: "dns/lame-server",
    remedy:
      "a name server that the delegation names does not serve the zone: remove it at the registrar, or have it serve the zone; if none seems to, something in this network answers in their place",
  },
  {
    failure: "dnssec",
    id: "dns/dnssec-broken",
    remedy:
      "the zone's signatures do not fit its DS record: compare DS at the registrar with the DNS host's, or remove DS until they agree",
  },
  { failure: "servfail", id: "dns/server-fails", remedy: "the server itself reports a fault: ask the DNS host, or who runs the resolver" },
  {
    failure: "truncated",
    id: "dns/answer-truncated",
    remedy: "the answer fits no datagram, and TCP port 53 does not work to this server: open it, in this network or at the server",
  },
];

/** No server answered, so it is not known whether the record exists. */
export function silence(where: string, answers: readonly DnsAnswer[]): Finding {
  const failed = answers.filter(({ outcome }) => outcome === "failed");
  const what = `no usable answer from ${failed.map((answer) => `${nameOf(answer)} (${answer.reason ?? "no reason given"})`).join(", ")}`;
  const known = silences.find(({ failure }) => failed.every((answer) => answer.failure === failure));
  return findingOf(known?.id ?? "dns/no-answer", {
    where,
    what,
    remedy:
      known?.remedy ??
      "whether the record is there is not known: check that this network lets DNS through to these servers (UDP and TCP port 53), and TWINPOST_DNS_RESOLVERS if it is set, then verify again",
  });
}

export const noServer = (where: string, kind: string): Finding =>
  findingOf("dns/no-server", { where, what: `no ${kind} was found to ask` });

const placeOf = ({ name, type }: MailRecord): string => `${name} ${type}`;

const expected = (record: MailRecord, answer: JudgedAnswer): string =>
  `expected "${dataText(record)}", got ${got(answer)} from ${nameOf(answer)}`;

const mostShown = 4;

export function got({ values, outcome }: Pick<DnsAnswer, "values" | "outcome">): string {
  if (values.length === 0) return outcome;
  const more = values.length > mostShown ? ` and ${values.length - mostShown} more` : "";
  return `${values
    .slice(0, mostShown)
    .map((value) => `"${value}"`)
    .join(" and ")}${more}`;
}

export const nameOf = ({ server, address }: DnsAnswer): string => (address ? `${server} (${address})` : server);
