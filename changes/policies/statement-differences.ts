/**
 * What a person has to read of a changed policy: the statements that come, go or change, each in one line. Statements are compared by what they say,
 * whatever the order of their lists; one that changes is found by its Sid.
 */
import { readStatements, type Statement } from "./statements";

export interface StatementDifference {
  /** Sid, or the place in the policy where there is none. */
  name: string;
  before?: string;
  after?: string;
}

/** @returns undefined if one of them cannot be read. @param before undefined: there was none. */
export function statementDifferences(before: string | undefined, after: string | undefined): StatementDifference[] | undefined {
  const [was, willBe] = [before, after].map((each) => (each === undefined ? [] : readStatements(each)));
  if (!was || !willBe) return undefined;
  const texts = (all: readonly Statement[]): string[] => all.map(statementText);
  const [known, fresh] = [texts(was), texts(willBe)];
  const gone = named(was).filter(({ text }) => !fresh.includes(text));
  const come = named(willBe).filter(({ text }) => !known.includes(text));
  const pairs = gone.flatMap((one) => {
    const other = come.find(({ name }) => name === one.name);
    return other ? [{ name: one.name, before: one.text, after: other.text }] : [];
  });
  const isPaired = ({ name }: { name: string }): boolean => pairs.some((pair) => pair.name === name);
  return [
    ...gone.filter((one) => !isPaired(one)).map(({ name, text }) => ({ name, before: text })),
    ...pairs,
    ...come.filter((one) => !isPaired(one)).map(({ name, text }) => ({ name, after: text })),
  ];
}

const named = (statements: readonly Statement[]): { name: string; text: string }[] =>
  statements.map((each, index) => ({ name: each.Sid || `statement ${index + 1}`, text: statementText(each) }));

/** "allow AWS:arn:… to kms:Decrypt on * if StringEquals aws:SourceAccount 1111". */
function statementText(statement: Statement): string {
  const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = statement;
  const list = (values: readonly string[]): string => [...values].sort().join(", ");
  const whom = (principals: NonNullable<Statement["Principal"]>): string =>
    list(Object.entries(principals).flatMap(([kind, all]) => all.map((each) => `${kind}:${each}`)));
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} ${key} ${list(values)}`),
  );
  return [
    Effect.toLowerCase(),
    Principal && whom(Principal),
    NotPrincipal && `everybody but ${whom(NotPrincipal)}`,
    Action && `to ${list(Action)}`,
    NotAction && `to do everything but ${list(NotAction)}`,
    Resource && `on ${list(Resource)}`,
    NotResource && `on everything but ${list(NotResource)}`,
    conditions.length > 0 && `if ${[...conditions].sort().join(" and ")}`,
  ]
    .filter(Boolean)
    .join(" ");
}
