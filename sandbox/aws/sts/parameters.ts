/**
 * What STS is asked for, and what it refuses before it looks at anybody's rights.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
import { many, type PolicyDocument } from "../policy/document";
import { StsError } from "./sts-error";

export interface RoleRequest {
  roleArn: string;
  account: string;
  roleName: string;
  sessionName: string;
  /** Absent when it was left out. */
  seconds?: number;
  policy?: PolicyDocument;
  policyArns: string[];
  tags: Record<string, string>;
  transitive: string[];
  sourceIdentity?: string;
  externalId?: string;
  mfa?: { serial: string; code: string };
}

const name = { pattern: "[\\w+=,.@-]*", least: 2, most: 64 };

/** @throws StsError "ValidationError" in AWS's words. */
export function readRoleRequest(form: URLSearchParams): RoleRequest {
  const roleArn = text(form, "RoleArn", {
    pattern: "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF]+",
    least: 20,
    most: 2048,
  });
  const sessionName = text(form, "RoleSessionName", name);
  const [, account, path] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(roleArn) ?? [];
  if (!account || !path) throw new StsError(400, "ValidationError", `${roleArn} is invalid`);
  const sourceIdentity = form.has("SourceIdentity") ? text(form, "SourceIdentity", name) : undefined;
  const externalId = form.has("ExternalId") ? text(form, "ExternalId", { pattern: "[\\w+=,.@:\\/-]*", least: 2, most: 1224 }) : undefined;
  const serial = form.get("SerialNumber");
  const seconds = readSeconds(form);
  const policy = readPolicy(form);
  return {
    ...{ roleArn, account, sessionName, roleName: path.slice(path.lastIndexOf("/") + 1) },
    policyArns: list(form, "PolicyArns", ".arn"),
    tags: Object.fromEntries(list(form, "Tags", ".Key").map((key, index) => [key, list(form, "Tags", ".Value")[index] ?? ""])),
    transitive: list(form, "TransitiveTagKeys", ""),
    ...(seconds === undefined ? {} : { seconds }),
    ...(policy ? { policy } : {}),
    ...(sourceIdentity ? { sourceIdentity } : {}),
    ...(externalId ? { externalId } : {}),
    ...(serial ? { mfa: { serial, code: form.get("TokenCode") ?? "" } } : {}),
  };
}

/** "Name.member.1.Key", as the query protocol numbers what is in a list. */
function list(form: URLSearchParams, of: string, part: string): string[] {
  const found: string[] = [];
  for (let index = 1; form.has(`${of}.member.${index}${part}`); index++) found.push(form.get(`${of}.member.${index}${part}`) ?? "");
  return found;
}

function readSeconds(form: URLSearchParams): number | undefined {
  const value = form.get("DurationSeconds");
  if (value === null) return undefined;
  const least = Number(value) >= 900;
  if (least && Number(value) <= 43_200) return Number(value);
  throw invalid(
    "durationSeconds",
    value,
    `Member must have value ${least ? "less than or equal to 43200" : "greater than or equal to 900"}`,
  );
}

function readPolicy(form: URLSearchParams): PolicyDocument | undefined {
  const value = form.get("Policy");
  if (!value) return undefined;
  try {
    const policy = JSON.parse(value) as PolicyDocument;
    if (many(policy.Version).length === 1 && policy.Statement !== undefined) return policy;
  } catch {
    // It is said below.
  }
  throw new StsError(400, "MalformedPolicyDocument", "Syntax errors in policy.");
}

function text(
  form: URLSearchParams,
  parameter: string,
  { pattern, least, most }: { pattern: string; least: number; most: number },
): string {
  const value = form.get(parameter);
  const member = parameter.charAt(0).toLowerCase() + parameter.slice(1);
  if (value === null)
    throw new StsError(
      400,
      "ValidationError",
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  if (value.length < least) throw invalid(member, value, `Member must have length greater than or equal to ${least}`);
  if (value.length > most) throw invalid(member, value, `Member must have length less than or equal to ${most}`);
  if (!new RegExp(`^${pattern}$`).test(value)) throw invalid(member, value, `Member must satisfy regular expression pattern: ${pattern}`);
  return value;
}

const invalid = (member: string, value: string, constraint: string): StsError =>
  new StsError(
    400,
    "ValidationError",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
