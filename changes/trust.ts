/**
 * Principals that a changed trust policy newly allows to assume a role. Compares grants, one for each principal of each statement: a grant is no
 * wider than another of the same principal whose conditions it repeats, each with the same values or fewer. Pure.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
import { z } from "zod";

const oneOrMany = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const statementSchema = z.object({
  Effect: z.string(),
  Action: oneOrMany.default([]),
  Principal: z.union([
    z.string().transform((everybody): Record<string, string[]> => ({ any: [everybody] })),
    z.record(z.string(), oneOrMany),
  ]),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMany)).default({}),
});
const policySchema = z.object({ Statement: z.union([statementSchema.transform((one) => [one]), z.array(statementSchema)]) });

interface Grant {
  /** An ARN from its account id on ("444455556666:user/ada"), a service, or "*". */
  principal: string;
  actions: string[];
  /** Values by operator and key, such as "StringEquals aws:PrincipalTag/team". */
  conditions: Map<string, string[]>;
}

/** @param before and after policies as JSON. @returns texts for people; a policy that cannot be parsed counts as one new principal. */
export function newlyTrusted(before: string, after: string): string[] {
  const [old, grants] = [grantsOf(before), grantsOf(after)];
  if (!grants) return ["unknown principals: the trust policy cannot be parsed"];
  return grants.filter((grant) => !old?.some((each) => isWithin(grant, each))).map((grant) => grantText(grant, old ?? []));
}

function grantsOf(json: string): Grant[] | undefined {
  const parsed = policySchema.safeParse(parse(json));
  return parsed.data?.Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action, Principal, Condition }) => {
    const conditions = new Map(
      Object.entries(Condition).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, values]): [string, string[]] => [`${operator} ${key}`, values]),
      ),
    );
    return Object.values(Principal)
      .flat()
      .map((principal) => ({ principal: principal.replace(/^arn:[^:]*:[^:]*:[^:]*:/, ""), actions: Action, conditions }));
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const isWithin = (grant: Grant, other: Grant): boolean =>
  grant.principal === other.principal &&
  grant.actions.every((action) => other.actions.includes(action)) &&
  [...other.conditions].every(([condition, allowed]) => {
    const values = grant.conditions.get(condition);
    if (!values) return false;
    // A negated condition excludes its values: more values are narrower.
    const [narrow, wide] = /^\S*Not/.test(condition) ? [allowed, values] : [values, allowed];
    return narrow.every((value) => wide.includes(value));
  });

/** The new condition values, such as subjects of tokens; without any, the principal, which is new or has fewer conditions. */
function grantText({ principal, conditions }: Grant, old: readonly Grant[]): string {
  const known = old.filter((each) => each.principal === principal);
  const values = [...conditions].flatMap(([condition, all]) =>
    all.filter((value) => known.length > 0 && !known.some((each) => each.conditions.get(condition)?.includes(value))),
  );
  if (values.length > 0) return values.map((value) => `"${value}"`).join(", ");
  return `"${principal}"${known.length > 0 ? " under fewer conditions" : ""}`;
}
