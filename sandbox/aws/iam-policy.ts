/**
 * Evaluates IAM policy documents for one request: an explicit Deny wins, an Allow is needed, everything else is denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * Not here: principals, NotAction, NotResource, policy variables, boundaries. A document that uses what is not here is denied.
 */

export interface IamRequest {
  /** "ses:SendRawEmail". */
  action: string;
  /** All of them must be allowed. */
  resources: string[];
  /** Condition keys, such as "ses:FromAddress". */
  context: Record<string, string | string[]>;
}

type OneOrMany = string | string[];

interface Statement {
  Effect: "Allow" | "Deny";
  Action?: OneOrMany;
  Resource?: OneOrMany;
  Condition?: Record<string, Record<string, OneOrMany>>;
}

export interface PolicyDocument {
  Statement: Statement | Statement[];
}

export function isAllowed(policies: PolicyDocument[], request: IamRequest): boolean {
  const statements = policies.flatMap(({ Statement }) => Statement);
  return request.resources.every((resource) => {
    const applying = statements.filter((statement) => applies(statement, request, resource));
    return applying.some(({ Effect }) => Effect === "Allow") && !applying.some(({ Effect }) => Effect === "Deny");
  });
}

function applies({ Effect, Action, Resource, Condition = {} }: Statement, { action, context }: IamRequest, resource: string): boolean {
  const readable = Action !== undefined && Resource !== undefined;
  if (!readable) return Effect === "Deny";
  const asked = action.toLowerCase();
  return (
    some(Action, (pattern) => isLike(asked, pattern.toLowerCase())) &&
    some(Resource, (pattern) => isLike(resource, pattern)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, contextValues(context, key), many(wanted), Effect)),
    )
  );
}

/** Keys are compared without case. */
function contextValues(context: IamRequest["context"], key: string): string[] {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found ? many(found[1]) : [];
}

const tests: Record<string, (value: string, wanted: string) => boolean> = {
  StringEquals: (value, wanted) => value === wanted,
  StringEqualsIgnoreCase: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  StringLike: (value, wanted) => isLike(value, wanted),
  Bool: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
};

/** Hold when the test of that name does not, and also when the key is absent. */
const negated: Record<string, string> = { StringNotEquals: "StringEquals" };

const parseOperator = (operator: string): { quantifier: string; name: string; ifExists: boolean } => {
  const [, quantifier = "", name = "", ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  return { quantifier, name, ifExists: ifExists !== undefined };
};

/** Those that documents use and `isAllowed` cannot judge. */
export const unknownOperators = (policies: PolicyDocument[]): string[] =>
  policies
    .flatMap(({ Statement }) => Statement)
    .flatMap(({ Condition = {} }) => Object.keys(Condition))
    .filter((operator) => {
      const { quantifier, name } = parseOperator(operator);
      return !tests[name] && (quantifier !== "" || !negated[name]);
    });

/** An operator that is not here makes an Allow not apply and a Deny apply: the safe side. */
function holds(operator: string, values: string[], wanted: string[], effect: Statement["Effect"]): boolean {
  const { quantifier, name, ifExists } = parseOperator(operator);
  const opposite = quantifier === "" ? negated[name] : undefined;
  if (opposite) return values.length === 0 || !holds(opposite, values, wanted, effect);
  const test = tests[name];
  if (!test) return effect === "Deny";
  if (values.length === 0) return ifExists || quantifier === "ForAllValues";
  const matches = (value: string): boolean => wanted.some((each) => test(value, each));
  return quantifier === "ForAllValues" ? values.every(matches) : values.some(matches);
}

const many = (value: OneOrMany): string[] => (Array.isArray(value) ? value : [value]);
const some = (value: OneOrMany, test: (one: string) => boolean): boolean => (Array.isArray(value) ? value.some(test) : test(value));

/** `*` is any text, `?` any character. */
function isLike(text: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return text === pattern;
  const known = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, known);
  return known.test(text);
}

/** A table of roles asks about the same patterns some 100,000 times. */
const compiled = new Map<string, RegExp>();

function compile(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[\\s\\S]*")
    .replaceAll("?", "[\\s\\S]");
  return new RegExp(`^${source}$`);
}
