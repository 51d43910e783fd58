/**
 * Signed requests to AWS's services, for a few calls of each in place of clients of their own: one as it is, and one that must succeed, for services
 * that do not speak JSON by target (json-call.ts): REST, and forms that answer XML.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import type { z } from "zod";
import { jsonOf } from "../../mail/json";
import { type HttpAnswer, type HttpRequest, request } from "../http/request";
import { AwsError, lacksPermission } from "./call";

interface AwsLogin {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface AwsServiceSettings {
  region: string;
  /** Another address than AWS's. */
  endpoint?: string | undefined;
  /** Asked for each call. */
  login(): Promise<AwsLogin>;
  timeoutMs: number;
}

export interface SignedRequest {
  /** In the signature: "ses". */
  service: string;
  /** Before "amazonaws.com": "email.eu-west-1". */
  host: string;
  method: HttpRequest["method"];
  /** Percent-encoded, with its query. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** @returns the answer, whatever its status. */
export async function signedRequest(
  { service, host, method, path, headers = {}, body = "" }: SignedRequest,
  { region, endpoint, login, timeoutMs }: AwsServiceSettings,
): Promise<HttpAnswer> {
  const url = new URL(path, endpoint ?? `https://${host}.amazonaws.com/`);
  const signer = new SignatureV4({ service, region, credentials: login, sha256: Sha256 });
  const signed = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port ? { port: Number(url.port) } : {}),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...headers },
    body,
  });
  const { host: _, ...sent } = signed.headers;
  return request({ method, url: url.href, headers: sent, ...(body === "" ? {} : { body }) }, { timeoutMs });
}

/** @param called for people: "SES GetAccount". @throws AwsError for any status but 2xx. */
export async function signedCall(
  { called, ...asked }: SignedRequest & { called: string },
  settings: AwsServiceSettings,
): Promise<HttpAnswer> {
  const answer = await signedRequest(asked, settings);
  // One that is too large has a status, and no text.
  if (answer.status >= 200 && answer.status < 300 && !answer.failure) return answer;
  const [, code = answer.failure ? "NoAnswer" : "UnknownError"] =
    /<Code>([^<]+)<\/Code>/.exec(answer.text) ?? /"(?:__type|code)" *: *"(?:[^"#]*#)?([^"]+)"/.exec(answer.text) ?? [];
  const remedy = answer.status === 403 ? lacksPermission : undefined;
  throw new AwsError(`${called} failed with ${code}: ${answer.failure ?? `status ${answer.status}`}`, code, answer.status, remedy);
}

/** A form, as IAM and SNS are asked; they answer XML. */
export const form = (fields: Readonly<Record<string, string>>): Pick<SignedRequest, "method" | "path" | "headers" | "body"> => ({
  method: "POST",
  path: "/",
  headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
  body: new URLSearchParams(fields).toString(),
});

/** The texts of all elements of a name, which holds no others. */
export const elementsOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, value = ""]) => unescaped(value));

/** @throws AwsError unless the answer has this element: what something else answers would be read as "none". */
export function requireElement(called: string, { status, text }: Pick<HttpAnswer, "status" | "text">, name: string): void {
  if (!new RegExp(`<${name}[ />]`).test(text)) throw notAsDocumented(called, status);
}

/** @throws AwsError when it is no JSON of this shape. */
export function readAnswer<T>(called: string, { status, text }: Pick<HttpAnswer, "status" | "text">, shape: z.ZodType<T>): T {
  const read = shape.safeParse(jsonOf(text));
  if (!read.success) throw notAsDocumented(called, status);
  return read.data;
}

/** @returns the place of the next page. @throws AwsError when it is this one's again, which would never end. */
export function nextPage(called: string, place: string | undefined, next: string | null | undefined): string | undefined {
  if (next && next === place) throw new AwsError(`${called}: a page leads to itself`, "UnknownAnswer", 200);
  return next || undefined;
}

const notAsDocumented = (called: string, status: number): AwsError =>
  new AwsError(`${called}: the answer is not as documented`, "UnknownAnswer", status);

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'", "#34": '"' };
const unescaped = (text: string): string => text.replaceAll(/&([a-z]+|#\d+);/g, (whole, name: string) => entities[name] ?? whole);
