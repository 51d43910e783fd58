/** Servers of one test, stopped when it ends, and one question for them. */
import { AUTHORITATIVE_ANSWER, TRUNCATED_RESPONSE } from "dns-packet";
import { createDnsClient } from "../../../adapters/dns/client";
import { type HostileServer, startHostileServer, txt } from "./hostile-server";

export const running: HostileServer[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

export async function start(behaviour: Parameters<typeof startHostileServer>[0]): Promise<HostileServer> {
  const server = await startHostileServer(behaviour);
  running.push(server);
  return server;
}

export const question = { name: "example.com", type: "TXT", recursive: false } as const;
export const truncated = AUTHORITATIVE_ANSWER | TRUNCATED_RESPONSE;
export const right = [txt("example.com", "right")];

/** Asks once, and says how long it took. */
export async function ask(server: HostileServer, timeoutMs = 1_000) {
  const startedAt = performance.now();
  const reply = await createDnsClient({ timeoutMs }).ask(server, question);
  expect(performance.now() - startedAt).toBeLessThan(timeoutMs + 400);
  return reply;
}
