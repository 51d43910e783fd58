/** A DNS server on loopback, over UDP, that answers from a table of "name type". */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode } from "dns-packet";

/** Records, a referral, a response code, or nothing at all. */
export type TableEntry = Answer[] | Referral | "NXDOMAIN" | "NODATA" | "SERVFAIL" | "REFUSED" | "silence";

/** What a server says of a zone that it does not hold itself. */
interface Referral {
  authorities: Answer[];
  additionals?: Answer[];
}

export interface TableServer {
  port: number;
  /** "name type" of each question. */
  asked: string[];
  /** How many questions were open at once, at most. */
  mostAtOnce(): number;
  stop(): Promise<void>;
}

const codes = { NODATA: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };

/** Names that are not in the table do not exist. */
export async function startTableServer(
  table: Record<string, TableEntry>,
  { address = "127.0.0.1", port = 0, delayMs = 0 }: { address?: string; port?: number; delayMs?: number } = {},
): Promise<TableServer> {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  let open = 0;
  let most = 0;
  socket.on("message", (packet, from) => {
    const query = decode(packet);
    const [question] = query.questions ?? [];
    const key = `${question?.name.toLowerCase()} ${question?.type}`;
    asked.push(key);
    most = Math.max(most, ++open);
    const entry = table[key] ?? "NXDOMAIN";
    if (entry === "silence") return;
    const code = typeof entry === "string" ? codes[entry] : 0;
    const sections = typeof entry === "string" ? {} : Array.isArray(entry) ? { answers: entry } : entry;
    const isAuthority = code !== codes.REFUSED && !("authorities" in sections);
    const reply = encode({
      type: "response",
      id: query.id ?? 0,
      flags: (isAuthority ? AUTHORITATIVE_ANSWER : 0) | code,
      questions: query.questions ?? [],
      ...sections,
    });
    setTimeout(() => {
      open--;
      socket.send(reply, from.port, from.address);
    }, delayMs);
  });
  socket.bind(port, address);
  await once(socket, "listening");
  return {
    port: socket.address().port,
    asked,
    mostAtOnce: () => most,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
