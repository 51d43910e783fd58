/** An S3 of one bucket on loopback: keeps objects, lists them in pages, and refuses to overwrite where it is told to. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createAwsClients } from "../../../adapters/aws/clients";

export interface ObjectServer {
  url: string;
  s3: ReturnType<typeof createAwsClients>["s3"];
  objects: Map<string, string>;
  /** Given instead of the next answers, in order; the effect of a write still happens with "lost". */
  next: (number | "lost")[];
  asked: { method: string; path: string; headers: IncomingMessage["headers"] }[];
}

export function useObjectServer(bucket: string, pageSize = 1000): () => Promise<ObjectServer> {
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });
  return async () => {
    const objects = new Map<string, string>();
    const next: ObjectServer["next"] = [];
    const asked: ObjectServer["asked"] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { pathname } = new URL(request.url ?? "/", "http://s3");
      asked.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers });
      const told = next.shift();
      if (typeof told === "number") return fail(response, told);
      if (told === "lost") {
        objects.set(keyOf(pathname, bucket), Buffer.concat(chunks).toString());
        return response.destroy();
      }
      answer(request, response, Buffer.concat(chunks).toString(), { bucket, pageSize, objects });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    stops.push(() => {
      server.close();
      server.closeAllConnections();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
    return { url, s3: createAwsClients({ region: "eu-west-1", env }).s3, objects, next, asked };
  };
}

interface Kept {
  bucket: string;
  pageSize: number;
  objects: Map<string, string>;
}

function answer(
  { method, url: asks = "/", headers }: IncomingMessage,
  response: ServerResponse,
  body: string,
  { bucket, pageSize, objects }: Kept,
): unknown {
  const { pathname, searchParams } = new URL(asks, "http://s3");
  const key = keyOf(pathname, bucket);
  if (key === "") return list(response, searchParams, { pageSize, objects });
  const kept = objects.get(key);
  if (method === "PUT" && headers["if-none-match"] === "*" && kept !== undefined) return fail(response, 412);
  if (method === "PUT") objects.set(key, body);
  if (method === "GET" && kept === undefined) return fail(response, 404);
  response.writeHead(200, { "Content-Type": "application/json" }).end(method === "GET" ? kept : "");
}

function list(response: ServerResponse, asks: URLSearchParams, { pageSize, objects }: Pick<Kept, "pageSize" | "objects">): void {
  const prefix = asks.get("prefix") ?? "";
  const after = asks.get("continuation-token") ?? "";
  const left = [...objects.keys()].sort().filter((key) => key.startsWith(prefix) && key > after);
  const page = left.slice(0, pageSize);
  const more = left.length > page.length ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
  const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
  response
    .writeHead(200, { "Content-Type": "application/xml" })
    .end(`<ListBucketResult><IsTruncated>${more !== ""}</IsTruncated>${more}${contents}</ListBucketResult>`);
}

const keyOf = (pathname: string, bucket: string): string => decodeURIComponent(pathname).slice(bucket.length + 2);

const codes: Record<number, string> = {
  403: "AccessDenied",
  404: "NoSuchKey",
  409: "ConditionalRequestConflict",
  412: "PreconditionFailed",
};

function fail(response: ServerResponse, status: number): void {
  const body = `<Error><Code>${codes[status] ?? "InternalError"}</Code><Message>said so</Message></Error>`;
  response.writeHead(status, { "Content-Type": "application/xml" }).end(body);
}
