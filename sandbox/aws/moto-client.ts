/** Hands calls on to moto, in the caller's account, and gives its answers back byte for byte. */
import http from "node:http";
import { type Answer, type Asked, type Call, readBody } from "./call";
import { accountHeader } from "./moto";
import { type MotoFailures, notWritten } from "./moto-failures";
import { awsError, type Dialect } from "./wire";

export interface MotoClient {
  /** @returns 501 for what moto does not know. */
  ask(call: Pick<Call, "account" | "request" | "body" | "dialect">): Promise<Answer>;
  stop(): void;
}

export function motoClient(port: number, failures: MotoFailures): MotoClient {
  const agent = new http.Agent({ keepAlive: true });
  return {
    async ask({ account, request, body, dialect }) {
      const mark = failures.mark();
      const answer = await forward(request, body, { account, port, agent });
      if (request.method === "HEAD" || !isUnknown(answer)) return answer;
      return unknownAction(dialect, answer.status === 404 ? undefined : await failures.since(mark));
    },
    stop: () => agent.destroy(),
  };
}

/** @param reason when it is not simply unknown. */
export function unknownAction(dialect: Dialect, reason = notWritten): Answer {
  return { ...awsError(dialect, 501, "unknownAction", reason), ...(reason === notWritten ? {} : { gap: reason }) };
}

/** moto answers an action that it does not have with a page for people. (A HEAD of what is not there looks like one, and is none.) */
const isUnknown = ({ status, headers }: Answer): boolean =>
  (status === 404 || status >= 500) && String(headers["content-type"] ?? "").startsWith("text/html");

function forward(request: Asked, body: Buffer, { account, port, agent }: { account: string; port: number; agent: http.Agent }) {
  const { connection: _, "transfer-encoding": __, expect: ___, ...headers } = request.headers;
  return new Promise<Answer>((resolve, reject) => {
    const forwarded = http.request(
      {
        host: "127.0.0.1",
        port,
        agent,
        method: request.method,
        path: request.url,
        headers: { ...headers, "content-length": body.length, [accountHeader]: account },
      },
      (response) => {
        const { connection: _, "transfer-encoding": __, "keep-alive": ___, ...rest } = response.headers;
        readBody(response).then((text) => {
          // The length belongs to the body that moto would have sent; a HEAD's says how long the object is.
          const length = request.method === "HEAD" ? {} : { "content-length": text.length };
          resolve({ status: response.statusCode ?? 502, headers: { ...rest, ...length }, body: text });
        }, reject);
      },
    );
    forwarded.on("error", reject);
    forwarded.end(body);
  });
}
