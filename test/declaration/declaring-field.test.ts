import { checkEnvironment } from "../../declaration/check";
import { declaringField } from "../../declaration/declaring-field";
import { completeEnvironment, put } from "./complete";

/** A term of a live record, and its field with how it is written there; "refused" where no field takes it. */
const spf: [string, string, string?][] = [
  ["include:_spf.example.org", "spf.alsoInclude"],
  ["include:SPF.Example.ORG.", "spf.alsoInclude", "spf.example.org"],
  ["+include:_spf.example.org", "spf.alsoInclude", "_spf.example.org"],
  ["include:%{i}._spf.example.org", "refused"],
  ["?include:_spf.example.org", "refused"],
  ["~include:_spf.example.org", "refused"],
  ["-ip4:192.0.2.1", "refused"],
  ["ip4:192.0.2.1", "spf.alsoAllow"],
  ["+ip4:192.0.2.1", "spf.alsoAllow", "ip4:192.0.2.1"],
  ["mx", "spf.alsoAllow"],
  ["mx/0", "refused"],
  ["a/0//0", "refused"],
  ["ip4:0.0.0.0/1", "refused"],
  ["ip6:::/0", "refused"],
  ["exists:www.example.org", "refused"],
  ["exists:%{d}.example.org", "refused"],
  ["exists:%{i}.list.example.org", "spf.alsoAllow"],
  ["ptr", "refused"],
  ["exp=explain.example.org", "refused"],
  ["ipv4:192.0.2.1", "refused"],
  ["-all", "spf.all"],
];
const dmarc: [string, string, string?][] = [
  ["p=reject", "dmarc.policy"],
  ["sp=none", "dmarc.sp"],
  ["rua=mailto:a@example.org", "dmarc.reportTo"],
  ["rua=mailto:a@Example.ORG", "dmarc.reportTo", "a@example.org"],
  ["rua=mailto:a@Example.ORG!10m", "dmarc.reportTo", "a@example.org"],
  ["rua=mailto:a@example.org?subject=x", "dmarc.reportTo", "a@example.org"],
  ["rua=mailto:a%2Bb@example.org", "dmarc.reportTo", "a+b@example.org"],
  ["rua=mailto:a@under_score.example.org", "refused"],
  ["rua=https://reports.example.org/dmarc", "refused"],
  ["ruf=mailto:a@example.org", "dmarc.failureReportTo"],
  ["pct=25", "refused"],
  ["t=y", "refused"],
  ["adkim=s", "refused"],
];
const tlsRpt: [string, string, string?][] = [
  ["rua=https://tls.example.org", "tlsRpt.reportTo"],
  ["rua=HTTPS://TLS.example.org", "refused"],
  ["rua=mailto:a@example.org", "tlsRpt.reportTo"],
];

describe.each([
  ["spf" as const, spf],
  ["dmarc" as const, dmarc],
  ["tls-rpt" as const, tlsRpt],
])("a term of a live %s record", (subject, rows) => {
  test.each(rows.map(([term, field, value]) => ({ term, field, value })))("$term is for $field", ({ term, field, value }) => {
    const found = declaringField(term, subject);
    expect("refused" in found ? ["refused"] : [found.field, found.value]).toEqual(field === "refused" ? ["refused"] : [field, value]);
  });

  const proposed = rows.map(([term, field, value]) => ({ term, field, value })).filter(({ field }) => /also|reportTo/i.test(field));
  test.each(proposed)("$term is valid in $field", ({ term, field, value }) => {
    const bare = term.replace(/^(include:|rua=|ruf=)/, "").replace(/^mailto:/, "");
    const environment = put(completeEnvironment(), field, [value ?? bare]);
    const checked = checkEnvironment("environments/staging.ts", environment);
    expect("faults" in checked ? checked.faults : []).toEqual([]);
  });
});
