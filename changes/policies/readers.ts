/** Whom a secret's policy names as readers: those whom its denial excepts (stacks/policies/secret-policy.ts). */
import type { Grant } from "./statements";

const condition = /^StringNot(Like|Equals) aws:principalarn$/;

const readersOf = (grants: readonly Grant[]): string[] =>
  grants.flatMap(({ effect, conditions }) =>
    effect === "Deny" ? [...conditions].flatMap(([key, values]) => (condition.test(key) ? values : [])) : [],
  );

/** None if nobody was named before: then the later policy denies more. */
export function addedReaders(was: readonly Grant[], willBe: readonly Grant[]): string[] {
  const known = readersOf(was);
  return known.length === 0 ? [] : [...new Set(readersOf(willBe).filter((reader) => !known.includes(reader)))];
}

/** The earlier policy as if it had named the new readers, so that nothing else of the difference is lost. */
export function withReaders(was: readonly Grant[], willBe: readonly Grant[]): Grant[] {
  const added = addedReaders(was, willBe);
  return was.map((grant) => ({
    ...grant,
    conditions: new Map(
      [...grant.conditions].map(([key, values]): [string, readonly string[]] => [
        key,
        condition.test(key) ? [...values, ...added] : values,
      ]),
    ),
  }));
}
