/**
 * The gate's rules for what is new in DNS at, below and above the names of the stack: who else may answer, send, sign, take replies or get reports
 * for us. Values that only the apply decides come from the sending providers' own resources.
 */
import { type Finding, findingOf } from "../findings/finding";
import { parseDmarc } from "../mail/dmarc/record";
import { policyOf } from "../mail/dmarc/strength";
import { isKnown, shownText } from "../mail/dns/record";
import { keyHolderOf } from "../mail/providers/sending-providers";
import { isAtOrBelow } from "../mail/records/name";
import { parseSpf } from "../mail/spf/record";
import { spfRefusal } from "../mail/spf/strength";
import { parseTlsRpt } from "../mail/tls-rpt/record";
import type { PlannedRecord, RecordChange } from "./dns-changes";
import { domainOfRecipient, isOurDomain, type Own } from "./own";
import { strangersInSpf } from "./spf-senders";

export interface NamesContext {
  own: Own;
  /** Whether a sending provider gave this target for this domain. */
  isAnswer(target: string): boolean;
  /** Names at which a sending provider takes bounces. */
  returnPaths: ReadonlySet<string>;
}

export const guardNames = (changes: readonly RecordChange[], context: NamesContext): Finding[] =>
  changes.flatMap((change) => {
    const { action, address: where, before, after } = change;
    if (before && !after) return targetDeleted(change, context);
    if (!after || action === "keep" || action === "defer" || isSameRecord(before, after)) return [];
    const told = (id: Finding["id"], what: string): Finding[] => [findingOf(id, { where, what })];
    return judge({ change: { ...change, after }, changes, told, ...context });
  });

const isSameRecord = (before: PlannedRecord | undefined, after: PlannedRecord): boolean =>
  before !== undefined &&
  (["name", "type", "value", "priority"] as const).every((key) => JSON.stringify(before[key]) === JSON.stringify(after[key]));

/** A CNAME whose role nothing in the plan tells may be a return path all the same. */
function targetDeleted({ address: where, action, before }: RecordChange, { own }: NamesContext): Finding[] {
  if (action !== "delete" || before?.role || before?.type !== "CNAME" || !isKnown(before.name)) return [];
  if (place(before.name, own) !== "at or below") return [];
  return [findingOf("resource/deleted", { where, what: `${before.name} CNAME ${shownText(before.value)} would be deleted` })];
}

interface Asked extends NamesContext {
  change: RecordChange & { after: PlannedRecord };
  changes: readonly RecordChange[];
  told(id: Finding["id"], what: string): Finding[];
}

function judge(asked: Asked): Finding[] {
  const { change, own, told } = asked;
  const { after } = change;
  const { type, role } = after;
  if (!isKnown(after.name) && change.before?.role) return [];
  if (!isKnown(after.name))
    return type === "CNAME" ? [] : told("dns/other-record", `a ${type} record whose name is known only after the apply`);
  const what = `${after.name} ${type} ${shownText(after.value) || "."}`;
  const name = after.name.replace(/^\*\./, "");
  const near = place(name, own);
  if (!near && !own.zones.some((zone) => isAtOrBelow(name, zone)))
    return told("dns/other-record", `${what}, a name that is in none of our zones`);
  if (after.name.startsWith("*.")) return told("dns/wildcard-added", `${what} would answer for every name below it that has no records`);
  if (delegations.includes(type)) return told("dns/delegated", `${what} would let others answer for names of ours`);
  if (type === "MX") return mxRule(asked, what);
  const isNewRole = role !== undefined && change.before?.role !== role;
  if (near !== "at or below" && (isNewRole || !website.includes(type)))
    return told(role === "DKIM" ? "dkim/selector-added" : "dns/other-record", `${what}, at a name that is not this stack's`);
  if (near !== "at or below") return judgeRole(asked);
  // It is no longer what it was, which is a finding already.
  if (change.before?.role && role === undefined) return [];
  if (type === "CNAME" && isKnown(after.value)) return targetRule(asked, what);
  if (role === undefined && type !== "CNAME") return told("dns/other-record", `${what} is no record that a stack declares`);
  return judgeRole(asked);
}

/** What a name of ours that has nothing to do with mail may have. */
const website = ["A", "AAAA", "CNAME", "TXT"];
const delegations = ["NS", "DNAME", "DS", "HTTPS", "SVCB"];

function place(name: string, { domains }: Own): "at or below" | "above" | undefined {
  if (domains.some((domain) => isAtOrBelow(name, domain))) return "at or below";
  return domains.some((domain) => isAtOrBelow(domain, name)) ? "above" : undefined;
}

function judgeRole({ change: { after, before }, own, told }: Asked): Finding[] {
  const willBe = isKnown(after.value) ? after.value : "";
  const was = before && isKnown(before.value) && before.role === after.role ? before.value : "";
  switch (after.type === "TXT" ? after.role : undefined) {
    case "SPF": {
      const strangers = strangersInSpf(was, willBe, own);
      if (was === "" && (spfRefusal(willBe) < 2 || parseSpf(willBe).errors.length > 0))
        return told("spf/policy-weakened", `SPF of "${shownText(after.name)}" would let anybody send, or be an error`);
      return strangers.length > 0
        ? told("spf/sender-added", `SPF of "${shownText(after.name)}" would let others send: ${strangers.join(" ")}`)
        : [];
    }
    case "DMARC": {
      const isOwn = own.domains.some((domain) => isKnown(after.name) && after.name === `_dmarc.${domain}`);
      if (was === "" && !isOwn && (policyOf(parseDmarc(willBe), "p", "RFC 7489") ?? "none") === "none")
        return told("dmarc/policy-weakened", `DMARC of "${shownText(after.name)}" would be new, and weaker than what holds for it now`);
      const elsewhere = (["rua", "ruf"] as const).flatMap((tag) => {
        const known = was === "" ? [] : parseDmarc(was)[tag].map(({ uri }) => uri);
        return parseDmarc(willBe)
          [tag].filter(({ uri, domain }) => !known.includes(uri) && !(domain && isOurDomain(domain, own)))
          .map(({ uri }) => `${tag}=${uri}`);
      });
      return elsewhere.length > 0 ? told("dmarc/reports-elsewhere", `DMARC reports would go to ${elsewhere.join(", ")}`) : [];
    }
    case "TLS-RPT": {
      const known = was === "" ? [] : parseTlsRpt(was).rua;
      const elsewhere = parseTlsRpt(willBe).rua.filter((uri) => !known.includes(uri) && !isOurDomain(domainOfRecipient(uri) ?? "", own));
      return elsewhere.length > 0 ? told("tls-rpt/reports-elsewhere", `TLS reports would go to ${elsewhere.join(", ")}`) : [];
    }
    case "DKIM":
      return was === "" ? told("dkim/selector-added", `whoever has the private key of "${shownText(after.name)}" could sign as us`) : [];
    default:
      return [];
  }
}

/** A sending provider's answer names the target, or it is ours. A CNAME that changes its target has a finding already. */
function targetRule({ change: { after, before }, own, isAnswer, told }: Asked, what: string): Finding[] {
  const target = isKnown(after.value) ? after.value : "";
  if (before?.type === "CNAME" && before.role) return [];
  if (isAnswer(target) || isOurDomain(target, own)) return [];
  if (after.role === "DKIM") return told("dkim/selector-added", `${what}: whoever has the private key there could sign as us`);
  return told("dns/target-elsewhere", `${what} leads to a name that is neither ours nor a sending provider's answer`);
}

function mxRule({ change: { address, after, before }, changes, own, returnPaths, told }: Asked, what: string): Finding[] {
  if (!isKnown(after.value)) return told("dns/other-record", `${what}, whose target is known only after the apply`);
  // Another target has a finding already.
  if (before?.role === "MX" && before.name === after.name) return [];
  const others = changes.filter(
    (each) => each.address !== address && each.after?.type === "MX" && each.after.name === after.name && each.before,
  );
  if (after.value === "" || after.value === ".")
    return told("mx/null-added", `"${shownText(after.name)}" would accept no mail: replies and bounces are refused`);
  if (others.length > 0)
    return told("mx/added", `${what} would take mail beside ${others.map(({ address: other }) => other).join(" and ")}`);
  const takesBounces = keyHolderOf(after.value) && isKnown(after.name) && returnPaths.has(after.name);
  return takesBounces || isOurDomain(after.value, own)
    ? []
    : told("mx/elsewhere", `${what}: mail to this name would go to a server of somebody else`);
}
