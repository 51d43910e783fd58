/**
 * The policy that the stack declares for a resource, as far as it stands in the plan's configuration. Until the apply, the policy of a new resource
 * is unknown if it names another new resource; here that name is the expression, such as "${aws_sesv2_email_identity.ses_identity.arn}".
 */
import { z } from "zod";
import type { DeclaredResource } from "../plan-json";

const constant = z.object({ constant_value: z.unknown() });
const textOf = constant.transform(({ constant_value }) => z.string().parse(constant_value));
const textsOf = constant.transform(({ constant_value }) => z.array(z.string()).parse(constant_value));
const statement = z.strictObject({
  sid: textOf.optional(),
  effect: textOf.optional(),
  actions: textsOf,
  resources: textsOf.optional(),
  principals: z.array(z.object({ type: textOf, identifiers: textsOf })).default([]),
  condition: z.array(z.object({ test: textOf, variable: textOf, values: textsOf })).default([]),
});
const document = z.strictObject({ statement: z.array(statement) });

/** @param expression of the attribute. @returns undefined if it cannot be read. */
export function declaredPolicy(expression: unknown, resources: readonly DeclaredResource[]): string | undefined {
  const written = constant.safeParse(expression).data?.constant_value;
  if (typeof written !== "string") return undefined;
  const [, address] = /^\$\{(data\.aws_iam_policy_document\.[\w-]+)\.json\}$/.exec(written) ?? [];
  if (address === undefined) return written;
  const source = resources.find((each) => each.address === address);
  const read = attempt(() => document.parse(source?.expressions));
  return read && JSON.stringify({ Statement: read.statement.map(asStatement) });
}

/** zod passes on what a transform throws. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const asStatement = ({ effect, actions, resources, principals, condition }: z.output<typeof statement>): object => ({
  Effect: effect ?? "Allow",
  Action: actions,
  ...(resources ? { Resource: resources } : {}),
  ...(principals.length > 0 ? { Principal: principalsOf(principals) } : {}),
  ...(condition.length > 0 ? { Condition: conditionsOf(condition) } : {}),
});

function principalsOf(principals: z.output<typeof statement>["principals"]): object | string {
  if (principals.some(({ type }) => type === "*")) return "*";
  return Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers]));
}

function conditionsOf(conditions: z.output<typeof statement>["condition"]): object {
  const tests = [...new Set(conditions.map(({ test }) => test))];
  return Object.fromEntries(
    tests.map((test) => [
      test,
      Object.fromEntries(conditions.filter((each) => each.test === test).map(({ variable, values }) => [variable, values])),
    ]),
  );
}
