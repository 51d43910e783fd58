/**
 * DNS messages in and out, for the authoritative servers and the resolver alike: RFC 1035 section 4 (format, truncation), RFC 2308 (SOA
 * in negative answers), RFC 6891 (EDNS). Class IN and QUERY only; no name compression, no DNSSEC, no zone transfer.
 */
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  DNSSEC_OK,
  decode,
  encode,
  type OptAnswer,
  type Packet,
  RECURSION_AVAILABLE,
  TRUNCATED_RESPONSE,
} from "dns-packet";
import { negativeSeconds, soaTimes, type Zone, type ZoneAnswer, type ZoneRecord } from "./zones";

/** Who answers: a name server for its own zones, or a resolver for all of them. */
export interface Responder {
  kind: "authoritative" | "recursive";
  answer(name: string, type: string): ZoneAnswer;
}

type Transport = "udp" | "tcp";
type Query = DecodedPacket & { opcode?: string };

const codes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 };
const maxUdpPayload = 1232;
const opcodeAndRecursionDesired = 0x7900;

/** The packet that answers this one; undefined when it deserves none (too short to have an id, or itself a response). */
export function answerPacket(packet: Buffer, transport: Transport, responder: Responder): Buffer | undefined {
  if (packet.length < 12) return undefined;
  let query: Query;
  try {
    query = decode(packet);
  } catch {
    return encode({ type: "response", id: packet.readUInt16BE(0), flags: codes.FORMERR });
  }
  if (query.flag_qr) return undefined;
  try {
    return respond(query, transport, responder);
  } catch {
    return encode({ type: "response", id: query.id, flags: codes.SERVFAIL, questions: query.questions });
  }
}

function respond(query: Query, transport: Transport, responder: Responder): Buffer {
  const edns = query.additionals?.find((record): record is OptAnswer => record.type === "OPT");
  const [question, second] = query.questions ?? [];
  const flags = ((query.flags ?? 0) & opcodeAndRecursionDesired) | (responder.kind === "recursive" ? RECURSION_AVAILABLE : 0);
  const reply = (code: number, sections: Packet = {}): Buffer =>
    encode({
      type: "response",
      id: query.id,
      questions: query.questions,
      additionals: edns ? [opt(edns)] : [],
      ...sections,
      flags: flags | (sections.flags ?? 0) | code,
    });

  if (query.opcode !== "QUERY") return reply(codes.NOTIMP);
  if (!question || second) return reply(codes.FORMERR);
  if (edns && edns.ednsVersion !== 0) return reply(codes.NOERROR);
  if (question.class !== "IN") return reply(codes.REFUSED);

  const answer = responder.answer(question.name, question.type);
  const code = codes[answer.code];
  const found = answer.zone && responder.kind === "authoritative" ? AUTHORITATIVE_ANSWER : 0;
  const whole = reply(code, { flags: found, ...sectionsFor(question, answer, responder.kind) });
  const limit = transport === "tcp" ? 65_535 : Math.max(512, edns?.udpPayloadSize ?? 0);
  return whole.length <= limit ? whole : reply(code, { flags: found | TRUNCATED_RESPONSE });
}

/** The answers; when there are none of the type asked for, the SOA of the zone that says so. */
function sectionsFor(
  question: { name: string; type: string },
  { records, zone, negativeTtl = negativeSeconds }: ZoneAnswer,
  kind: Responder["kind"],
): Packet {
  const answers = records.map(toAnswer);
  if (!zone) return { answers };
  if (question.type === "SOA" && question.name.toLowerCase() === zone.origin) answers.push(soa(zone, soaTimes.ttl));
  // A resolver whose chain of CNAMEs ends without data; a name server's lone CNAME points elsewhere and says nothing about there.
  const endsInAlias = kind === "recursive" && question.type !== "CNAME" && records.at(-1)?.type === "CNAME";
  return { answers, authorities: answers.length === 0 || endsInAlias ? [soa(zone, negativeTtl)] : [] };
}

/** Extended code 1 is BADVERS: the client's version is not known here. Its DO bit is copied, also without DNSSEC (RFC 3225 3). */
const opt = ({ ednsVersion, flag_do }: OptAnswer): OptAnswer => ({
  type: "OPT",
  name: ".",
  udpPayloadSize: maxUdpPayload,
  extendedRcode: ednsVersion === 0 ? 0 : 1,
  ednsVersion: 0,
  flags: flag_do ? DNSSEC_OK : 0,
  flag_do,
  options: [],
});

/** @param ttl with a negative answer the seconds that it may be kept for (RFC 2308 3). */
const soa = (zone: Zone, ttl: number): Answer => ({
  type: "SOA",
  name: zone.origin,
  ttl,
  data: {
    mname: zone.nameServers[0]?.name ?? zone.origin,
    rname: `hostmaster.${zone.origin}`,
    serial: zone.serial,
    refresh: 10_000,
    retry: 2400,
    expire: 604_800,
    minimum: soaTimes.minimum,
  },
});

function toAnswer(record: ZoneRecord): Answer {
  const { name, ttl } = record;
  switch (record.type) {
    case "MX":
      return { type: "MX", name, ttl, data: { preference: record.priority, exchange: record.target } };
    case "TXT":
      // A copy: the encoder turns the strings of the array it is given into buffers.
      return { type: "TXT", name, ttl, data: [...record.strings] };
    default:
      return { type: record.type, name, ttl, data: record.target };
  }
}
