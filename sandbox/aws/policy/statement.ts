/** Whether a statement is about a request: its action, resource and conditions. Unknowns never guess: they keep a Deny and void an Allow. */
import { holds } from "./conditions";
import { many, type PolicyDocument, type Statement } from "./document";
import { isLike, isLikeArn, withVariables } from "./pattern";
import type { Principal } from "./principal";

export interface IamRequest {
  /** "ses:SendRawEmail". */
  action: string;
  /** All of them must be allowed. */
  resources: string[];
  /** Condition keys, such as "ses:FromAddress". */
  context: Record<string, string | string[]>;
  principal?: Principal;
  /** Whether it is known that the request has no such key, where the context has none; every key is, when left out. */
  knows?(key: string): boolean;
  /** Is told what could not be judged: a condition key that nobody knows, an operator that AWS does not have. */
  gap?(what: string): void;
}

/** @param resource one of the request's. */
export function isAbout(statement: Statement, { Version }: PolicyDocument, request: IamRequest, resource: string): boolean {
  const fill =
    Version === "2008-10-17" ? (pattern: string) => pattern : (pattern: string) => withVariables(pattern, (key) => single(request, key));
  return (
    isAboutAction(statement, request.action) && isAboutResource(statement, resource, fill) && meetsConditions(statement, request, fill)
  );
}

export function isAboutAction(statement: Statement, action: string): boolean {
  const { Action, NotAction } = statement;
  const asked = action.toLowerCase();
  const { names, patterns } = actionsOf(statement);
  const isNamed = names.has(asked) || patterns.some((pattern) => isLike(asked, pattern));
  return Action !== undefined ? isNamed : NotAction !== undefined && !isNamed;
}

interface Actions {
  names: ReadonlySet<string>;
  /** With a wildcard. */
  patterns: readonly string[];
}

/** Documents do not change once they are read, and a table of roles asks about the same statements some 1,000,000 times. */
const known = new WeakMap<Statement, Actions>();

function actionsOf(statement: Statement): Actions {
  const before = known.get(statement);
  if (before) return before;
  const all = many(statement.Action ?? statement.NotAction).map((each) => each.toLowerCase());
  const patterns = all.filter((each) => /[*?]/.test(each));
  const actions = { names: new Set(all.filter((each) => !patterns.includes(each))), patterns };
  known.set(statement, actions);
  return actions;
}

type Fill = (pattern: string) => string | undefined;

/** A trust policy has no resource: it is about the role that it belongs to. */
function isAboutResource({ Resource, NotResource, Principal }: Statement, resource: string, fill: Fill): boolean {
  const matches = (pattern: string): boolean => {
    const filled = fill(pattern);
    return filled !== undefined && isLikeArn(resource, filled);
  };
  if (Resource !== undefined) return many(Resource).some(matches);
  return NotResource !== undefined ? !many(NotResource).some(matches) : Principal !== undefined;
}

function meetsConditions({ Condition = {}, Effect }: Statement, request: IamRequest, fill: Fill): boolean {
  const unknown = (what: string): boolean => {
    request.gap?.(what);
    return Effect === "Deny";
  };
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const values = valuesOf(request, key);
      if (!values && request.knows?.(key) === false) return unknown(`condition key ${key}`);
      const patterns = many(wanted).flatMap((each) => fill(each) ?? []);
      return holds(operator, values, patterns) ?? unknown(`condition operator ${operator}`);
    }),
  );
}

/** Keys are compared without case. */
function valuesOf({ context }: IamRequest, key: string): string[] | undefined {
  const value = context[key] ?? Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  return value === undefined ? undefined : many(value);
}

/** A key with several values is no variable. */
function single(request: IamRequest, key: string): string | undefined {
  const values = valuesOf(request, key);
  return values?.length === 1 ? values[0] : undefined;
}
