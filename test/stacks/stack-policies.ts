/**
 * Policies of ours for a synthesised stack, for what checkov 3.3.30 does not see: who is trusted in any policy (it knows those of roles and
 * buckets), and values of secrets anywhere in the JSON. Each finding says where.
 */

/** Every plain value with its path; JSON in text is looked into, as policies are. */
export function leavesOf(value: unknown, path = ""): [path: string, leaf: unknown][] {
  const inner = typeof value === "string" && /^\s*[[{]\s*"/.test(value) ? JSON.parse(value) : value;
  if (typeof inner !== "object" || inner === null) return [[path, inner]];
  return Object.entries(inner).flatMap(([key, each]) => leavesOf(each, path ? `${path}.${key}` : key));
}

interface Statement {
  where: string;
  allows: boolean;
  /** Everybody who is named, such as an ARN, a service or "*". */
  principals: string[];
  /** Each condition's test, key and values. */
  conditions: { test: string; variable: string; values: string[] }[];
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)]);

/** Of policies as JSON ("Statement") and as Terraform's data ("statement"). */
function statementsOf(value: unknown, where = ""): Statement[] {
  const inner = typeof value === "string" && /^\s*\{\s*"/.test(value) ? JSON.parse(value) : value;
  if (typeof inner !== "object" || inner === null) return [];
  return Object.entries(inner).flatMap(([key, each]) => {
    const at = where ? `${where}.${key}` : key;
    if ((key === "Statement" || key === "statement") && Array.isArray(each))
      return each.map((one, index) => statement(one, `${at}.${index}`));
    return statementsOf(each, at);
  });
}

function statement(raw: Record<string, unknown>, where: string): Statement {
  const { Effect = raw.effect ?? "Allow", Principal, Condition = {} } = raw;
  const inJson = typeof Principal === "object" && Principal !== null ? Object.values(Principal).flatMap(list) : list(Principal);
  const inData = ((raw.principals ?? []) as { identifiers: string[] }[]).flatMap(({ identifiers }) => identifiers);
  const conditionsInJson = Object.entries(Condition as Record<string, Record<string, unknown>>).flatMap(([test, keys]) =>
    Object.entries(keys).map(([variable, values]) => ({ test, variable, values: list(values) })),
  );
  const conditions = [...conditionsInJson, ...((raw.condition ?? []) as Statement["conditions"])];
  return { where, allows: Effect === "Allow", principals: [...inJson, ...inData], conditions };
}

/** Whoever is trusted is named: no "*" among principals, and tokens of GitHub only for subjects without wildcards and our audience. */
export function trustOfStrangers(stack: unknown): string[] {
  return statementsOf(stack)
    .filter(({ allows }) => allows)
    .flatMap(({ where, principals, conditions }) => {
      const anybody = principals.filter((principal) => principal.includes("*")).map((principal) => `${where} trusts "${principal}"`);
      if (!principals.some((principal) => principal.includes("oidc") || principal.includes("openid"))) return anybody;
      const named = (claim: string): boolean =>
        conditions.some(
          ({ test, variable, values }) =>
            test === "StringEquals" && variable.endsWith(`:${claim}`) && values.length > 0 && !values.some((value) => value.includes("*")),
        );
      return [...anybody, ...["sub", "aud"].filter((claim) => !named(claim)).map((claim) => `${where} trusts tokens with any ${claim}`)];
    });
}

const shapesOfSecrets: [kind: string, shape: RegExp][] = [
  ["an AWS access key", /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a SendGrid key", /\bSG\.[\w-]{16,}\.[\w-]{16,}/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a GitHub token", /\b(gh[pousr]_\w{20,}|github_pat_\w{20,})/],
  ["a password in an address", /:\/\/[^/\s:@]+:[^/\s@]+@/],
];
const namesOfSecrets = /(^|_)(password|secret_string|secret_key|private_key|api_key|api_token|access_token|token)$/;
/** Their values would be in the state. */
const resourcesWithValues = ["aws_secretsmanager_secret_version", "aws_iam_access_key", "sendgrid_api_key", "aws_ssm_parameter"];

export function literalSecrets(stack: { resource?: Record<string, unknown> }): string[] {
  const values = leavesOf(stack).flatMap(([path, leaf]) => {
    if (typeof leaf !== "string") return [];
    const found = shapesOfSecrets.filter(([, shape]) => shape.test(leaf)).map(([kind]) => `${path} holds ${kind}`);
    const named = namesOfSecrets.test(path.split(".").at(-1) ?? "") && leaf !== "" && !leaf.startsWith("${");
    return [...found, ...(named ? [`${path} is written out`] : [])];
  });
  const resources = resourcesWithValues
    .filter((type) => type in (stack.resource ?? {}))
    .map((type) => `${type} keeps a value in the state`);
  return [...values, ...resources];
}
