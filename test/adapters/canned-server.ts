/** An HTTP server on loopback that gives canned answers in order and remembers what it was asked. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

interface Asked {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

export type CannedAnswer =
  /** `path`: given to that question alone, whenever it comes, as for several that are asked at once. */
  | { path?: string; status?: number; headers?: Record<string, string>; body?: string | object }
  /** Never answers. */
  | "silence"
  /** Announces more than it sends, then hangs up. */
  | { cutOff: string };

export interface CannedServer {
  url: string;
  asked: Asked[];
  stop(): Promise<void>;
}

/** After the last answer it keeps giving that one. */
async function startCannedServer(...answers: CannedAnswer[]): Promise<CannedServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const its = answers.find((each) => typeof each === "object" && "path" in each && each.path === request.url);
      const answer = its ?? answers[Math.min(asked.length, answers.length - 1)] ?? {};
      asked.push({ method: request.method, path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
      if (answer === "silence") return;
      if ("cutOff" in answer) {
        response.writeHead(200, { "Content-Type": "application/json", "Content-Length": answer.cutOff.length + 100 });
        response.write(answer.cutOff, () => response.destroy());
        return;
      }
      const { status = 200, headers = {}, body = "" } = answer;
      response.writeHead(status, { "Content-Type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** For the client: short where the server is silent on purpose, else longer than a busy machine takes. */
export const patience = (answers: readonly CannedAnswer[]): number => (answers.includes("silence") ? 200 : 10_000);

/** Starts one server per test and stops it afterwards. */
export function useCannedServer(): (...answers: CannedAnswer[]) => Promise<CannedServer> {
  const running: CannedServer[] = [];
  afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));
  return async (...answers) => {
    const server = await startCannedServer(...answers);
    running.push(server);
    return server;
  };
}

/** Everything that an error would show, hidden properties and causes included. */
export function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = Object.getOwnPropertyNames(error).map((name) => JSON.stringify((error as unknown as Record<string, unknown>)[name]));
  return [error.toString(), ...own, error.cause === undefined ? "" : everythingIn(error.cause)].join("\n");
}

/** The error that this rejects with. */
export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error("expected a rejection");
    },
    (error: unknown) => error,
  );
