/**
 * AccessDenied as each service says it. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 * Unsure: SQS's code in the JSON protocol.
 */
import type { OutgoingHttpHeaders } from "node:http";
import type { Answer, Call } from "../call";
import type { Decision } from "../policy/evaluate";

type Denied = Extract<Decision, { allowed: false }>;

/** @param resource as AWS names it. */
export function denialText(who: string, action: string, resource: string, { explicit, by }: Denied): string {
  const article = /^[aeiou]/.test(by) ? "an" : "a";
  const why = explicit ? `with an explicit deny in ${article} ${by}` : `because no ${by} allows the ${action} action`;
  return `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}

/** The status and code by service, where they are not its protocol's usual ones. */
const codes: Record<string, { status: number; code: string }> = {
  ses: { status: 403, code: "AccessDeniedException" },
  sns: { status: 403, code: "AuthorizationError" },
};

export function denialAnswer({ service, dialect }: Pick<Call, "service" | "dialect">, message: string): Answer {
  const usual = dialect === "json" ? { status: 400, code: "AccessDeniedException" } : { status: 403, code: "AccessDenied" };
  const { status, code } = codes[service] ?? usual;
  if (dialect === "json") {
    const headers: OutgoingHttpHeaders = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code };
    return { status, headers, body: JSON.stringify({ __type: code, Message: message }) };
  }
  const error = `<Code>${code}</Code><Message>${escapeXml(message)}</Message>`;
  const body =
    dialect === "s3"
      ? `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${error}<RequestId>sandbox</RequestId></Error>`
      : `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>sandbox</RequestId></ErrorResponse>`;
  return { status, headers: { "content-type": "application/xml" }, body };
}

const escapeXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
