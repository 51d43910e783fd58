/**
 * What IAM refuses and moto takes: values outside their sets and patterns, trust policies that are none, policies that are too long.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/ (each action's parameters),
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (names, sizes; "IAM doesn't count white space")
 */
import type { Answer, Answerer, Call } from "./call";
import { PolicySizes } from "./policy-sizes";
import { awsError } from "./wire";

export interface IamChecks {
  answer: Answerer;
  /** Told of every call that was answered. */
  learn(call: Call, answer: Answer): void;
}

export function iamChecks(): IamChecks {
  const sizes = new PolicySizes();
  return {
    answer(call) {
      if (call.service !== "iam") return undefined;
      const asked = new URLSearchParams(call.body.toString());
      const wrong = invalidValue(asked) ?? invalidStatus(call.operation, asked);
      if (wrong) return awsError(call.dialect, 400, "invalid", `1 validation error detected: ${wrong}`);
      const malformed = call.operation === "CreateRole" ? trustFault(asked.get("AssumeRolePolicyDocument") ?? "") : undefined;
      if (malformed) return awsError(call.dialect, 400, "malformedPolicy", malformed);
      const tooLong = sizes.fault(call.account, call.operation, asked);
      return tooLong ? awsError(call.dialect, 409, "limitExceeded", tooLong) : undefined;
    },
    learn(call, { status }) {
      if (call.service === "iam" && status === 200) sizes.learn(call.account, call.operation, new URLSearchParams(call.body.toString()));
    },
  };
}

const name = /^[\w+=,.@-]+$/;
const path = /^(\/|\/[!-~]+\/)$/;

/** By parameter: the longest value, and what it looks like. */
const rules: Record<string, { most: number; pattern: RegExp }> = {
  UserName: { most: 64, pattern: name },
  NewUserName: { most: 64, pattern: name },
  RoleName: { most: 64, pattern: name },
  GroupName: { most: 128, pattern: name },
  PolicyName: { most: 128, pattern: name },
  InstanceProfileName: { most: 128, pattern: name },
  Path: { most: 512, pattern: path },
  PolicyDocument: { most: 131_072, pattern: /^[\t\n\r -ÿ]+$/ },
  AssumeRolePolicyDocument: { most: 131_072, pattern: /^[\t\n\r -ÿ]+$/ },
};

function invalidValue(asked: URLSearchParams): string | undefined {
  for (const [parameter, { most, pattern }] of Object.entries(rules)) {
    const value = asked.get(parameter);
    if (value === null) continue;
    const at = `at '${parameter.charAt(0).toLowerCase()}${parameter.slice(1)}' failed to satisfy constraint`;
    if (value.length > most) return `Value ${at}: Member must have length less than or equal to ${most}`;
    if (!pattern.test(value)) return `Value ${at}: Member must satisfy regular expression pattern: ${pattern.source}`;
  }
  return undefined;
}

const statuses = ["Active", "Inactive", "Expired"];

function invalidStatus(operation: string, asked: URLSearchParams): string | undefined {
  const status = asked.get("Status");
  if (operation !== "UpdateAccessKey" || (status !== null && statuses.includes(status))) return undefined;
  return `Value '${status ?? ""}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [${statuses.join(", ")}]`;
}

interface Statement {
  Effect?: unknown;
  Principal?: unknown;
  NotPrincipal?: unknown;
  Action?: string | string[];
  NotAction?: unknown;
  Resource?: unknown;
  NotResource?: unknown;
}

/** moto looks at a role's trust policy when it is updated, not when the role is made. */
function trustFault(text: string): string | undefined {
  const document = parse(text);
  if (typeof document !== "object" || document === null) return "This policy contains invalid Json";
  const { Statement = [], Version = "2012-10-17" } = document as { Statement?: Statement | Statement[]; Version?: unknown };
  if (Version !== "2012-10-17" && Version !== "2008-10-17") return "Syntax errors in policy.";
  const statements = [Statement].flat();
  if (statements.length === 0) return "Statement is empty!";
  return statements.map(statementFault).find((fault) => fault !== undefined);
}

function statementFault({ Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource }: Statement): string | undefined {
  if (Effect !== "Allow" && Effect !== "Deny") return "Missing required field Effect";
  if (Principal === undefined && NotPrincipal === undefined) return "Missing required field Principal";
  if (Action === undefined && NotAction === undefined) return "Missing required field Action";
  if (Resource !== undefined || NotResource !== undefined) return "Has prohibited field Resource";
  const isSts = [Action ?? []].flat().every((action) => /^(sts:|\*$)/i.test(action));
  return isSts ? undefined : "AssumeRole policy may only specify STS AssumeRole actions.";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
