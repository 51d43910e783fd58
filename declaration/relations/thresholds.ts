/** A page is worse than its ticket: else the ticket never rings. Of raw values, any part of which may be missing or wrong. */
import { thresholdsOf, thresholdTable } from "../schema/thresholds-shape";
import { type BrokenRule, valueAt } from "./relations";

export function thresholdsInOrder(value: unknown): BrokenRule[] {
  const usual = thresholdsOf(undefined);
  const at = (...path: string[]): number | undefined => {
    const found = valueAt(value, ["alerts", ...path]);
    return typeof found === "number" ? found : undefined;
  };
  const pairs = (["bounces", "complaints", "expiry"] as const).map((kind) => {
    const [ticket, page] = [at("thresholds", kind, "ticket"), at("thresholds", kind, "page")];
    const isDeclared = ticket !== undefined || page !== undefined;
    return { kind, isDeclared, ticket: ticket ?? usual[kind].ticket, page: page ?? usual[kind].page };
  });
  const page = at("thresholds", "failures", "page");
  const failures = { kind: "failures", isDeclared: page !== undefined, ticket: at("failureRate") ?? 0, page: page ?? 1 };
  return [failures, ...pairs]
    .filter(({ kind, isDeclared, ticket, page }) => isDeclared && (kind === "expiry" ? page >= ticket : page <= ticket))
    .map(({ kind, ticket }) => ({
      path: ["alerts", "thresholds", kind, "page"],
      rule: {
        problem: "is no worse than the ticket's",
        expected: `${kind === "expiry" ? "less" : "more"} than ${ticket}`,
        remedy: `declare both, or leave both out: ${defaults(kind)}`,
      },
    }));
}

function defaults(kind: string): string {
  const lines = thresholdTable[kind as keyof typeof thresholdTable] as Readonly<Record<string, { usual: number }>>;
  return Object.entries(lines)
    .map(([urgency, { usual }]) => `${urgency} ${usual}`)
    .join(", ");
}
