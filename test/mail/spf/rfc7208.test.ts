/** The official test suite (test/fixtures/rfc7208/README.md), every case of it. */

import type { DnsAnswer } from "../../../mail/dns/answer";
import type { DnsType } from "../../../mail/dns/record";
import type { Resolve } from "../../../mail/dns/resolve";
import { checkHost } from "../../../mail/spf/check-host";
import scenarios from "../../fixtures/rfc7208/tests.json";

type Entry = "TIMEOUT" | Record<string, string | string[] | (string | number)[]>;

describe.each(scenarios)("$description", ({ tests, zone }) => {
  const resolve = resolverOfScenario(zone as unknown as Record<string, Entry[]>);

  test.each(tests as Case[])("$name ($spec)", async ({ host, mailfrom, helo, result, explanation }) => {
    const verdict = await checkHost({ ip: host, mailFrom: mailfrom, helo }, resolve);
    expect(result).toContain(verdict.result);
    if (explanation !== undefined) expect(verdict.explanation ?? "DEFAULT").toBe(explanation);
    expect(verdict.trace.result).toBe(verdict.result);
    expect(verdict.fault !== undefined).toBe(verdict.result.endsWith("error"));
  });
});

test("has all cases of the suite", () => {
  expect(scenarios.flatMap(({ tests }) => tests)).toHaveLength(203);
});

interface Case {
  name: string;
  spec: string;
  host: string;
  mailfrom: string;
  helo: string;
  result: string[];
  explanation?: string;
}

function resolverOfScenario(zone: Record<string, Entry[]>): Resolve {
  const names = new Map(Object.entries(zone).map(([name, entries]) => [name.toLowerCase(), entries]));
  const answer = (name: string, type: DnsType, hops: number): DnsAnswer => {
    const about = { server: "suite", aliases: [], values: [] };
    const entries = names.get(name);
    if (!entries) return { ...about, outcome: "no-such-name" };
    const records = entries.flatMap((entry) => (entry === "TIMEOUT" ? [] : Object.entries(entry)));
    const hasTxt = records.some(([each]) => each === "TXT");
    const wanted = type === "TXT" && !hasTxt ? "SPF" : type;
    const values = records.filter(([each, value]) => each === wanted && value !== "NONE").map(([each, value]) => text(each, value));
    if (values.length > 0) return { ...about, outcome: "answer", values, ttl: 60 };
    if (entries.includes("TIMEOUT")) return { ...about, outcome: "failed", failure: "timeout" };
    const alias = records.find(([each]) => each === "CNAME");
    if (!alias) return { ...about, outcome: "no-data" };
    if (hops > 8) return { ...about, outcome: "failed", failure: "servfail", reason: "CNAME loop" };
    return answer(text(...alias), type, hops + 1);
  };
  return async (name, type) => answer(name, type, 0);
}

function text(type: string, value: Exclude<Entry, "TIMEOUT">[string]): string {
  if (type === "TXT" || type === "SPF") return [value].flat().join("");
  const host = (name: unknown): string => String(name).toLowerCase().replace(/\.$/, "") || ".";
  if (type === "MX" && Array.isArray(value)) return `${value[0]} ${host(value[1])}`;
  return host(value);
}
