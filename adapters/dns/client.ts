/**
 * Asks one DNS server and says exactly what came of it: the reply with its code, flags and TTLs, or why there was none. UDP with
 * repetition, TCP when the answer did not fit, without EDNS for servers that know none (RFC 6891 7). Node's resolver gives neither TTLs nor
 * the AA flag nor a reason, and stalls above 64 questions in flight. Follows no CNAME and no referral, checks no DNSSEC.
 */
import { isIP } from "node:net";
import { OperatorError } from "../../declaration/operator-error";
import { type DnsServer, exchangeTcp, type NoReply } from "./exchange";
import { createGate } from "./gate";
import { type DnsReply, isAskable, type Question } from "./message";
import { createUdpExchange } from "./udp-exchange";

/** "truncated": it answers over UDP with less than the whole, and over TCP with nothing usable. */
export interface DnsFailure {
  failure: NoReply["failure"] | "truncated" | "not-askable";
  reason: string;
}

export interface DnsClient {
  /** Never throws. The same question to the same server that is still open is not asked again. */
  ask(server: DnsServer, question: Question): Promise<DnsReply | DnsFailure>;
}

export interface DnsClientSettings {
  /** Of one question, its repetitions and TCP included; 10 s unless told. */
  timeoutMs?: number | undefined;
  /** On the clock of `performance.now()`: after it nothing is waited for. */
  deadline?: number | undefined;
  /** Never asks for the same twice, but for what failed: for one look, not for watching. */
  cache?: boolean | undefined;
}

const maxQuestionsInFlight = 64;
/** How the time of a question is shared among its tries over UDP; what a TCP connection may take is left over. */
const shares = [0.15, 0.25, 0.3];

export function createDnsClient({
  timeoutMs = 10_000,
  deadline = Number.POSITIVE_INFINITY,
  cache = false,
}: DnsClientSettings = {}): DnsClient {
  const gate = createGate(maxQuestionsInFlight);
  const exchangeUdp = createUdpExchange();
  const open = new Map<string, Promise<DnsReply | DnsFailure>>();

  const exchange = async (server: DnsServer, question: Question): Promise<DnsReply | DnsFailure> => {
    const until = Math.min(performance.now() + timeoutMs, deadline);
    let last: NoReply | DnsFailure = { failure: "timeout" };
    for (const share of shares) {
      if (performance.now() >= until) break;
      const reply = await askOnce({ exchangeUdp, server, question, tryMs: share * timeoutMs, until });
      if (!("failure" in reply)) return reply;
      if (reply.failure !== "timeout") return withReason(reply);
      last = reply;
    }
    return withReason(last);
  };

  return {
    ask(server, question) {
      if (!isAskable(question.name)) return Promise.resolve({ failure: "not-askable", reason: "no name that DNS could hold" });
      const key = `${server.address} ${server.port} ${question.name} ${question.type} ${question.recursive} ${question.unchecked}`;
      const before = open.get(key);
      if (before) return before;
      const asked = gate(() => exchange(server, question)).then((reply) => {
        if (!cache || "failure" in reply) open.delete(key);
        return reply;
      });
      open.set(key, asked);
      return asked;
    },
  };
}

interface Try {
  exchangeUdp: ReturnType<typeof createUdpExchange>;
  server: DnsServer;
  question: Question;
  tryMs: number;
  /** On the clock of `performance.now()`. */
  until: number;
}

async function askOnce({ exchangeUdp, server, question, tryMs, until }: Try): Promise<DnsReply | NoReply | DnsFailure> {
  let edns = true;
  let reply = await exchangeUdp({ server, question, edns, timeoutMs: within(tryMs, until) });
  if ("code" in reply && (reply.code === "FORMERR" || reply.code === "NOTIMP")) {
    edns = false;
    reply = await exchangeUdp({ server, question, edns, timeoutMs: within(tryMs, until) });
  }
  if ("failure" in reply || !reply.truncated) return reply;
  const whole = await exchangeTcp({ server, question, edns, timeoutMs: within(Number.POSITIVE_INFINITY, until) });
  if (!("failure" in whole) && !whole.truncated) return whole;
  const why = "failure" in whole ? reasons[whole.failure] : "truncated again";
  return { failure: "truncated", reason: `truncated over UDP, and over TCP: ${why}` };
}

const within = (ms: number, until: number): number => Math.max(1, Math.min(ms, until - performance.now()));

const reasons: Record<NoReply["failure"], string> = {
  timeout: "no answer in time",
  "connection-refused": "connection refused",
  unreachable: "network unreachable",
  broken: "the connection broke",
};

const withReason = (reply: NoReply | DnsFailure): DnsFailure => ("reason" in reply ? reply : { ...reply, reason: reasons[reply.failure] });

/** @param text "address", "address:port" or "[address]:port". @throws OperatorError when it is none. */
export function parseServer(text: string, defaultPort: number): DnsServer {
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^[\]:]+))(?::(\d+))?$/.exec(text) ?? [];
  const address = isIP(text) ? text : (bracketed ?? plain ?? "");
  const number = isIP(text) || port === undefined ? defaultPort : Number(port);
  if (!isIP(address) || number < 1 || number > 65_535)
    throw new OperatorError(`DNS server is not understood, got "${text}", expected address or address:port`);
  return { address, port: number };
}
