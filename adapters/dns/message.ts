/**
 * DNS messages as values: a question's packet, and what a reply says. RFC 1035 section 4, RFC 6891 (EDNS, with the buffer of 1232 bytes
 * that fits every path), the wire format by dns-packet. Class IN and QUERY only.
 */
import { type Answer, AUTHENTIC_DATA, CHECKING_DISABLED, type DecodedPacket, decode, encode, RECURSION_DESIRED } from "dns-packet";
import type { DnsType } from "../../mail/dns/record";

export interface Question {
  name: string;
  type: DnsType;
  /** Whether the server shall ask others: of resolvers, not of authoritative servers. */
  recursive: boolean;
  /** Asks a resolver for what it would hold back since DNSSEC does not confirm it (the CD bit). */
  unchecked?: boolean;
}

export interface ResourceRecord {
  /** Lower case without a final dot. */
  name: string;
  type: DnsType;
  /** Seconds. */
  ttl: number;
  /** TXT strings joined; host names in lower case without a final dot; MX as "10 host", "0 ." for a null MX; others as in a zone file. */
  value: string;
}

export interface DnsReply {
  /** "NOERROR", "NXDOMAIN", "SERVFAIL", "REFUSED", ... */
  code: string;
  authoritative: boolean;
  truncated: boolean;
  /** The resolver validated it by DNSSEC (the AD bit). */
  authenticated: boolean;
  answers: ResourceRecord[];
  authorities: ResourceRecord[];
  additionals: ResourceRecord[];
}

const udpPayload = 1232;
const headerLength = 12;

/** RFC 1035 2.3.4: labels of 1 to 63 bytes, 253 characters in all. The encoder would write others as something else. */
export function isAskable(name: string): boolean {
  const labels = name.split(".");
  return Buffer.byteLength(name) <= 253 && labels.every((label) => label.length > 0 && Buffer.byteLength(label) <= 63);
}

export function questionPacket({ name, type, recursive, unchecked }: Question, { id, edns }: { id: number; edns: boolean }): Buffer {
  const opt: Answer = {
    type: "OPT",
    name: ".",
    udpPayloadSize: udpPayload,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
  return encode({
    type: "query",
    id,
    // AD in a question means that AD in its answer is understood (RFC 6840 5.7).
    flags: recursive ? RECURSION_DESIRED | (unchecked ? CHECKING_DISABLED : AUTHENTIC_DATA) : 0,
    questions: [{ type, name, class: "IN" }],
    additionals: edns ? [opt] : [],
  });
}

/** @returns undefined when the packet is not an answer to this very question: it may be forged, late, or broken. */
export function readReply(packet: Buffer, id: number, question: Question): DnsReply | undefined {
  // Cheap checks before decoding: who floods us with other ids shall not make us work.
  if (packet.length < headerLength || packet.readUInt16BE(0) !== id || (packet[2] ?? 0) < 0x80) return undefined;
  let reply: DecodedPacket & { rcode?: string };
  try {
    reply = decode(packet);
  } catch {
    return undefined;
  }
  const { rcode: code = "" } = reply;
  const [asked] = reply.questions ?? [];
  const isOurs = asked && asked.type === question.type && canonical(asked.name) === canonical(question.name);
  // A server that does not understand a question need not repeat it.
  if (!isOurs && !(asked === undefined && (code === "FORMERR" || code === "NOTIMP"))) return undefined;
  return {
    code,
    authoritative: reply.flag_aa,
    truncated: reply.flag_tc,
    authenticated: reply.flag_ad,
    answers: toRecords(reply.answers),
    authorities: toRecords(reply.authorities),
    additionals: toRecords(reply.additionals),
  };
}

/** The root, which is the target of a null MX (RFC 7505), is ".". */
const canonical = (host: string): string => host.toLowerCase().replace(/\.$/, "") || ".";

/** Of the types that are asked for; others are left out. */
function toRecords(answers: readonly Answer[] = []): ResourceRecord[] {
  const records: ResourceRecord[] = [];
  for (const answer of answers) {
    const value = dataOf(answer);
    if (value === undefined || answer.type === "OPT") continue;
    records.push({ name: canonical(answer.name), type: answer.type as DnsType, ttl: answer.ttl ?? 0, value });
  }
  return records;
}

function dataOf(answer: Answer): string | undefined {
  switch (answer.type) {
    case "A":
    case "AAAA":
      return answer.data;
    case "CNAME":
    case "NS":
    case "PTR":
      return canonical(answer.data);
    case "MX":
      return `${answer.data.preference ?? 0} ${canonical(answer.data.exchange)}`;
    case "TXT":
      return (Array.isArray(answer.data) ? answer.data : [answer.data]).map(String).join("");
    case "CAA":
      return `${answer.data.issuerCritical ? 128 : 0} ${answer.data.tag} "${answer.data.value}"`;
    case "DS": {
      const { keyTag, algorithm, digestType, digest } = answer.data;
      return [keyTag, algorithm, digestType, digest.toString("hex")].join(" ");
    }
    case "SOA": {
      const { mname, rname, serial, refresh, retry, expire, minimum } = answer.data;
      return [mname, rname, serial, refresh, retry, expire, minimum].join(" ");
    }
    default:
      return undefined;
  }
}
