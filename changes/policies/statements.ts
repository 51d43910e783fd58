/**
 * An IAM policy as single grants, so that two policies can be compared by what they allow and deny, whatever their statements are called and
 * however they are grouped. What this cannot read (an unknown element, an element that is no text) makes the whole policy unreadable.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
import { z } from "zod";
import { jsonOf } from "../../mail/json";

const texts = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const oneOrMany = z.union([texts.transform((one) => [one]), z.array(texts)]);
const principals = z.union([z.string().transform((everybody) => ({ AWS: [everybody] })), z.record(z.string(), oneOrMany)]);
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMany.optional(),
  NotAction: oneOrMany.optional(),
  Resource: oneOrMany.optional(),
  NotResource: oneOrMany.optional(),
  Principal: principals.optional(),
  NotPrincipal: principals.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMany)).default({}),
});
const policy = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
});

/** One action for one principal on one resource. */
export interface Grant {
  effect: "Allow" | "Deny";
  /** "AWS:arn:aws:iam::…", "Service:…", "Federated:…"; "" in a policy that has no principals. */
  principal: string;
  /** In lower case. */
  action: string;
  /** "" in a trust policy. */
  resource: string;
  /** Values by operator and key, such as "StringLike aws:principaltag/team". */
  conditions: ReadonlyMap<string, readonly string[]>;
  /** NotAction, NotResource or NotPrincipal: it is within nothing but its equal. */
  negated?: string;
}

export type Statement = z.output<typeof statement>;

/** @returns undefined if it cannot be read. */
export const readStatements = (json: string): Statement[] | undefined => policy.safeParse(jsonOf(json)).data?.Statement;

/** @returns undefined if it cannot be read. */
export function readGrants(json: string): Grant[] | undefined {
  return readStatements(json)?.flatMap((each): Grant[] => {
    const { NotAction, NotResource, NotPrincipal } = each;
    const negated = NotAction || NotResource || NotPrincipal ? JSON.stringify({ NotAction, NotResource, NotPrincipal }) : undefined;
    const actions = each.Action?.map((action) => action.toLowerCase()) ?? [""];
    const conditions = conditionsOf(each.Condition);
    return principalsOf(each.Principal).flatMap((principal) =>
      actions.flatMap((action) =>
        (each.Resource ?? [""]).map((resource) => ({
          ...{ effect: each.Effect, principal, action, resource, conditions },
          ...(negated ? { negated } : {}),
        })),
      ),
    );
  });
}

/** An account's id stands for its root user. */
const principalsOf = (named: z.output<typeof principals> | undefined): string[] =>
  named
    ? Object.entries(named).flatMap(([kind, all]) =>
        (all as string[]).map((each) => `${kind}:${/^\d{12}$/.test(each) ? `arn:aws:iam::${each}:root` : each}`),
      )
    : [""];

/** Keys are compared without regard to case. Without wildcards, Equals and Like say the same. */
const conditionsOf = (condition: Record<string, Record<string, string[]>>): Map<string, string[]> =>
  new Map(
    Object.entries(condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]): [string, string[]] => {
        const isLiteral = !values.some((value) => /[*?]/.test(value));
        const canonical = isLiteral ? operator.replace(/\b(String|Arn)(Not)?Equals$/, "$1$2Like") : operator;
        return [`${canonical} ${key.toLowerCase()}`, values];
      }),
    ),
  );

/** Whether all that one matches, the other matches too. */
export const isWithin = (narrow: Grant, wide: Grant): boolean =>
  narrow.effect === wide.effect &&
  narrow.negated === wide.negated &&
  (wide.principal === narrow.principal || wide.principal === "AWS:*") &&
  matches(wide.action, narrow.action) &&
  (wide.resource === "" ? narrow.resource === "" : matches(wide.resource, narrow.resource)) &&
  [...wide.conditions].every(([condition, allowed]) => isNarrower(condition, narrow.conditions.get(condition), allowed));

/** A negated condition excludes its values: more values are narrower. A value with wildcards is compared as a pattern only where it is one. */
function isNarrower(condition: string, values: readonly string[] | undefined, allowed: readonly string[]): boolean {
  if (!values) return false;
  const isPattern = /Like\b|Arn/.test(condition);
  const covers = (wide: string, narrow: string): boolean => (isPattern ? matches(wide, narrow) : wide === narrow);
  const [narrow, wide] = /^\S*Not/.test(condition) ? [allowed, values] : [values, allowed];
  return narrow.every((value) => wide.some((each) => covers(each, value)));
}

/** "*" matches any characters, those of another pattern included; "?" one character that is no wildcard. */
function matches(pattern: string, text: string): boolean {
  if (pattern === text) return true;
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", "[^*?]");
  return new RegExp(`^${expression}$`).test(text);
}

/** For people: "AWS:… may kms:decrypt on …". */
export const grantText = ({ principal, action, resource, negated, conditions }: Grant): string =>
  [
    principal && `${principal}:`,
    action || "everything but what is named",
    resource && `on ${resource}`,
    negated && `(${negated})`,
    conditions.size > 0 && `if ${[...conditions].map(([condition, values]) => `${condition} ${values.join(" or ")}`).join(" and ")}`,
  ]
    .filter(Boolean)
    .join(" ");
