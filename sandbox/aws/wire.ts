/** What AWS requests are called, and what AWS's errors look like: JSON services and query (XML) services differ. */
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { pathShape } from "../request-log";

/** The action: from X-Amz-Target, from the form, or else the method and the path's shape; never a value. */
export function operationOf(service: string, { method = "GET", headers, url = "/" }: IncomingMessage, body: Buffer): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.slice(target.lastIndexOf(".") + 1);
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    const action = new URLSearchParams(body.toString()).get("Action");
    if (action) return action;
  }
  const { pathname, searchParams } = new URL(url, "http://gateway");
  if (service !== "s3") return `${method} ${pathShape(pathname)}`;
  const parts = pathname.split("/").filter((part) => part !== "");
  const options = [...searchParams.keys()].filter((key) => !/^(x-|prefix|delimiter|marker|max-keys|encoding-type|continuation)/i.test(key));
  return `${method} ${parts.length === 0 ? "/" : parts.length === 1 ? "/{bucket}" : "/{bucket}/{key}"}${options.map((key) => ` ?${key}`).join("")}`;
}

/** What a call is about, for trouble: the user or the secret that an action names, else the path. Never logged. */
export function resourceOf({ headers, url = "/" }: IncomingMessage, body: Buffer): string {
  const { pathname } = new URL(url, "http://gateway");
  if (headers["x-amz-target"] !== undefined) {
    const named = /"(?:SecretId|Name)"\s*:\s*"([^"]*)"/.exec(body.toString())?.[1] ?? pathname;
    // The six characters at the end are random: trouble that depended on them would be another in each run.
    return named.replace(/^arn:.*:secret:(.*)-[A-Za-z0-9]{6}$/, "$1");
  }
  return dialectOf(undefined, headers) === "query" ? (new URLSearchParams(body.toString()).get("UserName") ?? pathname) : pathname;
}

/** The three ways in which AWS services speak of errors: JSON, the older query protocol in XML, and S3's XML. */
export type Dialect = "json" | "query" | "s3";

export function dialectOf(service: string | undefined, headers: IncomingMessage["headers"]): Dialect {
  if (service === "s3") return "s3";
  return headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ? "query" : "json";
}

/** The same failure has another name in each dialect. */
export const errorCodes = {
  unsigned: { json: "MissingAuthenticationTokenException", query: "MissingAuthenticationToken", s3: "AccessDenied" },
  unknownKey: { json: "UnrecognizedClientException", query: "InvalidClientTokenId", s3: "InvalidAccessKeyId" },
  expired: { json: "ExpiredTokenException", query: "ExpiredToken", s3: "ExpiredToken" },
  inUse: { json: "ResourceInUseException", query: "DeleteConflict", s3: "OperationAborted" },
  conditionalConflict: { json: "ConflictException", query: "Conflict", s3: "ConditionalRequestConflict" },
  invalid: { json: "ValidationException", query: "ValidationError", s3: "InvalidArgument" },
  limitExceeded: { json: "LimitExceededException", query: "LimitExceeded", s3: "SlowDown" },
  noSuchEntity: { json: "NoSuchEntityException", query: "NoSuchEntity", s3: "NoSuchKey" },
  malformedPolicy: { json: "MalformedPolicyDocumentException", query: "MalformedPolicyDocument", s3: "MalformedPolicy" },
  throttled: { json: "ThrottlingException", query: "Throttling", s3: "SlowDown" },
  unknownAction: { json: "NotImplemented", query: "NotImplemented", s3: "NotImplemented" },
} satisfies Record<string, Record<Dialect, string>>;

export function awsError(dialect: Dialect, status: number, failure: keyof typeof errorCodes, message: string) {
  const code = errorCodes[failure][dialect];
  if (dialect === "json") {
    const headers: OutgoingHttpHeaders = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code };
    return { status, headers, body: JSON.stringify({ __type: code, message }) };
  }
  const error = `<Code>${code}</Code><Message>${message}</Message>`;
  const headers: OutgoingHttpHeaders = { "content-type": "text/xml" };
  const body =
    dialect === "s3"
      ? `<Error>${error}</Error>`
      : `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>sandbox</RequestId></ErrorResponse>`;
  return { status, headers, body };
}

/** The texts of XML elements of that name. */
export const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text = ""]) => unescapeXml(text));

const unescapeXml = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#34;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
