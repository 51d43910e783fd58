/**
 * The one address for every AWS service and account: routes a request by its signature's service, to the SESv2 stand-in or to moto, in the
 * account that its access key belongs to; logs its shape, makes trouble, refuses unknown keys, and turns what moto does not know into 501.
 */
import { once } from "node:events";
import http from "node:http";
import type net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Hono } from "hono";
import { routeOf } from "../http-service";
import type { Surroundings } from "../surroundings";
import { BucketPolicies } from "./bucket-policies";
import { accountHeader } from "./moto";
import { answerRepeatedPut } from "./secret-tokens";
import { credentialScope } from "./signature";
import { awsError, type Dialect, dialectOf, operationOf, resourceOf } from "./wire";

export interface GatewayOptions {
  motoPort: number;
  /** The SESv2 stand-in's routes for an account in a region. */
  ses(account: string, region: string): Hono;
  /** Whose an access key is; undefined for one that nobody knows. */
  accountOf(accessKeyId: string): Promise<string | undefined>;
  hasKeys(account: string, userName: string): Promise<boolean>;
  /** Called after any call to IAM that may have changed something. */
  onIamWrite(account: string): void;
}

interface Answer {
  status: number;
  headers: http.OutgoingHttpHeaders;
  body: Buffer | string;
}

export async function startGateway({ log, trouble }: Pick<Surroundings, "log" | "trouble">, options: GatewayOptions) {
  const agent = new http.Agent({ keepAlive: true });
  const policies = new BucketPolicies();
  const oneByOne = new Turns();

  async function answer(request: http.IncomingMessage, body: Buffer): Promise<Answer> {
    const started = performance.now();
    const scope = credentialScope(request);
    const dialect = dialectOf(scope?.service, request.headers);
    if (!scope) return awsError(dialect, 403, "unsigned", "Missing Authentication Token");
    const { service, accessKeyId, region } = scope;
    const account = await options.accountOf(accessKeyId);
    if (!account) {
      const operation = operationOf(service, request, body);
      log.add({ service, operation, status: 403, ms: Math.round(performance.now() - started) });
      return awsError(dialect, 403, "unknownKey", "The security token included in the request is invalid.");
    }
    const path = new URL(request.url ?? "/", "http://gateway").pathname;
    const isSes = service === "ses" && path.startsWith("/v2/");
    const ses = isSes ? options.ses(account, region) : undefined;
    const route = ses && routeOf(ses, request.method ?? "GET", path);
    const operation = route ? `${request.method} ${route}` : operationOf(service, request, body);
    const fault = trouble.decide(`${service} ${operation}`, resourceOf(request, body));
    if (fault) await sleep(fault.delayMs);

    let result: Answer;
    if (fault && fault.code > 0) {
      result = awsError(dialect, fault.code, "throttled", "Rate exceeded");
      result.headers["retry-after"] = String(fault.retryAfter);
    } else if (ses) {
      result = route ? await askRoutes(ses, request, body) : unknown(dialect);
    } else if (service === "iam" && operation === "DeleteUser" && (await options.hasKeys(account, resourceOf(request, body)))) {
      // moto would delete the user and leave the keys working.
      result = awsError(dialect, 409, "inUse", "Cannot delete entity, must delete access keys first.");
    } else {
      const place = { account, port: options.motoPort, agent };
      const policy = service === "s3" ? policies.answer(account, request, body) : undefined;
      const isPut = service === "secretsmanager" && operation === "PutSecretValue";
      const repeated = isPut
        ? await answerRepeatedPut(body, (target, input) => askMoto(asking(request, target), asBody(input), place))
        : undefined;
      const ask = () => askMoto(request, body, place);
      result = policy ?? repeated ?? (await (service === "iam" ? oneByOne.take(account, ask) : ask()));
      if (request.method !== "HEAD" && isUnknownToMoto(result)) result = unknown(dialect);
      if (service === "iam" && !/^(Get|List)/.test(operation)) options.onIamWrite(account);
    }
    if (result.status === 501) log.addUnknown(service, operation);
    log.add({
      service,
      operation,
      status: result.status,
      ms: Math.round(performance.now() - started),
      ...(fault ? { trouble: true } : {}),
    });
    return result;
  }

  const server = http.createServer((request, response) => {
    readBody(request)
      .then((body) => answer(request, body))
      .then(
        ({ status, headers, body }) => response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body),
        (error: Error) => response.writeHead(500).end(`the sandbox's gateway failed: ${error.message}`),
      );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop(): Promise<void> {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

/** moto looks through an account's roles while another call of the account adds one, and fails: so its calls to IAM wait for each other. */
class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  take<T>(account: string, act: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(account) ?? Promise.resolve()).then(act, act);
    this.#last.set(account, turn);
    return turn;
  }
}

const unknown = (dialect: Dialect): Answer => awsError(dialect, 501, "unknownAction", "the sandbox does not know this action");

/** moto answers an action that it does not have with a page for people. (A HEAD of what is not there looks like one, and is none.) */
const isUnknownToMoto = ({ status, headers }: Answer): boolean =>
  (status === 404 || status >= 500) && String(headers["content-type"] ?? "").startsWith("text/html");

async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function askRoutes(routes: Hono, { method = "GET", url = "/", headers }: http.IncomingMessage, body: Buffer): Promise<Answer> {
  const hasBody = method !== "GET" && method !== "HEAD" && body.length > 0;
  const type = headers["content-type"] ?? "application/json";
  const response = await routes.request(`http://gateway${url}`, {
    method,
    ...(hasBody ? { body: new Uint8Array(body), headers: { "content-type": type } } : {}),
  });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) };
}

interface AskMoto {
  account: string;
  port: number;
  agent: http.Agent;
}

type Asked = Pick<http.IncomingMessage, "method" | "url" | "headers">;

/** The same caller's call of another action. */
const asking = ({ method, url, headers }: Asked, operation: string): Asked => ({
  ...{ method, url },
  headers: { ...headers, "x-amz-target": `secretsmanager.${operation}` },
});

const asBody = (input: object): Buffer => Buffer.from(JSON.stringify(input));

function askMoto(request: Asked, body: Buffer, { account, port, agent }: AskMoto): Promise<Answer> {
  const { connection: _, "transfer-encoding": __, expect: ___, ...headers } = request.headers;
  return new Promise((resolve, reject) => {
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
