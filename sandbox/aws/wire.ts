/** What AWS requests are called, and what AWS's errors look like: JSON services and query (XML) services differ. */
import type { IncomingMessage } from "node:http";
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

/** @param code such as "ThrottlingException". */
export function awsError(headers: IncomingMessage["headers"], status: number, code: string, message: string) {
  const isJson = headers["x-amz-target"] !== undefined || headers["content-type"]?.includes("json");
  return isJson
    ? {
        status,
        headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code },
        body: JSON.stringify({ __type: code, message }),
      }
    : {
        status,
        headers: { "content-type": "text/xml" },
        body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>sandbox</RequestId></ErrorResponse>`,
      };
}
