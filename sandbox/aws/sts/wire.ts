/** STS's answers in the query protocol. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
import type { Answer } from "../call";
import type { Session } from "./sessions";
import type { StsError } from "./sts-error";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";
type Fields = Record<string, string | number | undefined>;

export function stsAnswer(action: string, session: Session, more: Fields = {}): Answer {
  const { accessKeyId, secretAccessKey, token, expiresAt, role, name, arn, sourceIdentity } = session;
  const credentials = element("Credentials", {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: token,
    Expiration: expiresAt.toISOString().replace(/\.\d+Z$/, "Z"),
  });
  const user = element("AssumedRoleUser", { AssumedRoleId: `${role.id}:${name}`, Arn: arn });
  const packed = session.policies || Object.keys(session.tags).length > 0 ? { PackedPolicySize: 1 } : {};
  return answer(action, `${credentials}${user}${fields({ ...packed, SourceIdentity: sourceIdentity, ...more })}`);
}

export const identityAnswer = ({ arn, role, name, account }: Session): Answer =>
  answer("GetCallerIdentity", fields({ Arn: arn, UserId: `${role.id}:${name}`, Account: account }));

export function stsRefusal({ status, code, message }: Pick<StsError, "status" | "code" | "message">): Answer {
  const error = element("Error", { Type: "Sender", Code: code, Message: message });
  const body = `<ErrorResponse xmlns="${namespace}">${error}<RequestId>sandbox</RequestId></ErrorResponse>`;
  return { status, headers: { "content-type": "text/xml" }, body };
}

const answer = (action: string, result: string): Answer => ({
  status: 200,
  headers: { "content-type": "text/xml" },
  body:
    `<${action}Response xmlns="${namespace}"><${action}Result>${result}</${action}Result>` +
    `<ResponseMetadata><RequestId>sandbox</RequestId></ResponseMetadata></${action}Response>`,
});

const element = (name: string, content: Fields): string => `<${name}>${fields(content)}</${name}>`;
const fields = (content: Fields): string =>
  Object.entries(content)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join("");

const escapeXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
