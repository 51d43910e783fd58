/**
 * Lists of AWS's services whose API is paths and methods: Lambda's and API Gateway's. A few are needed, in place of clients of their own.
 * https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html, https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html
 */
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import { z } from "zod";
import { request } from "../http/request";
import { AwsError } from "./call";
import type { JsonServiceSettings } from "./json-call";

export interface AwsList<T> {
  /** In the address and the signature: "apigateway". */
  service: string;
  path: string;
  query?: Readonly<Record<string, string>>;
  /** The field of the answer with the entries. */
  list: string;
  item: z.ZodType<T>;
  /** The field of the answer with the place of the next page, and the parameter that takes it. */
  next: { field: string; parameter: string };
}

/** Page by page. @throws AwsError */
export async function listAws<T>(asked: AwsList<T>, { region, endpoint, login, timeoutMs }: JsonServiceSettings): Promise<T[]> {
  const { service, path, list, item, next } = asked;
  const url = new URL(endpoint ?? `https://${service}.${region}.amazonaws.com/`);
  const signer = new SignatureV4({ service, region, credentials: login, sha256: Sha256 });
  const page = z.looseObject({ [list]: z.array(item).optional(), [next.field]: z.string().nullish() });
  const found: T[] = [];
  for (let place: string | undefined; ; ) {
    const query = { ...asked.query, ...(place ? { [next.parameter]: place } : {}) };
    const signed = await signer.sign({
      ...{ method: "GET", protocol: url.protocol, hostname: url.hostname, path, query, headers: { host: url.host } },
      ...(url.port ? { port: Number(url.port) } : {}),
    });
    const { host: _, ...headers } = signed.headers;
    const address = new URL(`${path}?${new URLSearchParams(query)}`, url).href;
    const { status, text, failure } = await request({ method: "GET", url: address, headers }, { timeoutMs });
    if (status !== 200) throw refusal(`${service} GET ${path}`, status, failure);
    const read = page.safeParse(parse(text));
    if (!read.success) throw new AwsError(`${service} GET ${path}: the answer is not as documented`, "UnknownAnswer", status);
    const answer = read.data as Record<string, unknown>;
    found.push(...((answer[list] ?? []) as T[]));
    place = (answer[next.field] as string | null | undefined) ?? undefined;
    if (!place) return found;
  }
}

function refusal(called: string, status: number | undefined, failure: string | undefined): AwsError {
  const isDenied = status === 403;
  const code = isDenied ? "AccessDenied" : failure ? "NoAnswer" : `status ${status}`;
  const remedy = isDenied ? "the AWS role in use lacks the permission for this call" : undefined;
  return new AwsError(`${called} failed with ${code}${failure ? `: ${failure}` : ""}`, code, status, remedy);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
