/** `validate`, `adopt`, `verify` and the forecast judge the same record alike: over the corpus that is compared with other readers too. */
import { declaringField } from "../../declaration/declaring-field";
import { isAllowedSender } from "../../declaration/schema/mail-policy-shape";
import { checkDomain } from "../../findings/domain/check-domain";
import { parseDmarc } from "../../mail/dmarc/record";
import { policyOf } from "../../mail/dmarc/strength";
import { dmarcChanges, spfChange } from "../../mail/forecast/changes";
import { standingOf } from "../../mail/records/standing";
import { checkHost } from "../../mail/spf/check-host";
import { isSpf, parseSpf } from "../../mail/spf/record";
import { corpusOf, type SpfCase, type TextCase } from "../../scripts/compare/corpus";
import { resolverOf } from "../mail/dns-zone";

const corpus = corpusOf(15, 200);
const spfCases = corpus.filter((each): each is SpfCase => each.protocol === "spf");
const dmarcTexts = corpus.filter((each): each is TextCase => each.protocol === "dmarc").map(({ text }) => text);

const idsOf = async (zone: Record<string, string[]>): Promise<string[]> =>
  (await checkDomain({ domain: "example.com" }, resolverOf(zone).resolve)).map(({ id }) => id);

test("a syntax error of SPF is one for verify, the forecast, an evaluation and adopt", async () => {
  for (const { zone, ip } of spfCases) {
    const [text = ""] = zone["example.com TXT"] ?? [];
    if (!isSpf(text)) continue;
    const { resolve } = resolverOf(zone);
    const isBroken = parseSpf(text).errors.length > 0;
    const [ids, change, verdict] = await Promise.all([
      idsOf(zone),
      spfChange("example.com", { before: resolve, after: resolve }),
      checkHost({ ip, mailFrom: "a@example.com", helo: "h" }, resolve),
    ]);
    const own = change.after?.faults.filter(({ id }) => id === "spf/syntax") ?? [];
    const seen = { text, verify: ids.includes("spf/syntax"), forecast: own.length > 0 };
    if (isBroken) {
      expect({ ...seen, evaluation: verdict.fault?.id }).toEqual({ text, verify: true, forecast: true, evaluation: "spf/syntax" });
      const standing = standingOf({ type: "TXT", name: "example.com", value: "v=spf1 ~all" }, [
        { id: "1", type: "TXT", name: "example.com", value: text },
      ]);
      expect(["merge", "adoptable"]).toContain(standing.kind);
    } else if (verdict.fault?.id === "spf/syntax") {
      // In a record that it leads to.
      expect(seen).toEqual({ text, verify: true, forecast: true });
    }
  }
});

test("who may be declared as a sender is what adopt proposes, and what verify finds nothing wrong with", async () => {
  const terms = new Set(
    spfCases
      .flatMap(({ zone }) => Object.values(zone).flat().filter(isSpf))
      .flatMap((text) => parseSpf(text).terms.map((term) => term.text)),
  );
  let allowed = 0;
  for (const term of terms) {
    const found = declaringField(term, "spf");
    const proposed = "refused" in found || found.field !== "spf.alsoAllow" ? undefined : (found.value ?? term);
    expect({ term, isAllowed: proposed === undefined ? isAllowedSender(term) : isAllowedSender(proposed) }).toEqual({
      term,
      isAllowed: proposed !== undefined,
    });
    if (proposed === undefined) continue;
    allowed++;
    const ids = await idsOf({
      "example.com TXT": [`v=spf1 ${proposed} -all`],
      "example.com A": ["192.0.2.1"],
      "example.com MX": ["10 mx.example.com"],
    });
    expect({ term, ids: ids.filter((id) => ["spf/syntax", "spf/everybody", "spf/never-read", "spf/ptr"].includes(id)) }).toEqual({
      term,
      ids: [],
    });
  }
  expect(allowed).toBeGreaterThan(30);
});

test("the policy that verify finds is the forecast's, and adopt's merged record has no weaker one", async () => {
  for (const text of dmarcTexts) {
    const zone = { "example.com TXT": ["v=spf1 -all"], "_dmarc.example.com TXT": [text] };
    const { resolve } = resolverOf(zone);
    const [ids, [now]] = await Promise.all([idsOf(zone), dmarcChanges("example.com", { before: resolve, after: resolve })]);
    const isRecord = !ids.includes("dmarc/missing");
    expect({ text, forecast: now?.after?.ownRecords.length }).toEqual({ text, forecast: isRecord ? 1 : 0 });
    if (!isRecord) continue;
    const record = parseDmarc(text);
    expect({ text, told: ids.includes("dmarc/syntax") }).toEqual({ text, told: (now?.after?.faults.length ?? 0) > 0 });
    expect({ text, none: ids.includes("dmarc/policy-none") }).toEqual({ text, none: policyOf(record, "p", "RFC 9989") === "none" });
    const wanted = { type: "TXT", name: "_dmarc.example.com", value: "v=DMARC1; p=none; rua=mailto:a@example.com" };
    const standing = standingOf(wanted, [{ id: "1", type: "TXT", name: wanted.name, value: text }]);
    if (standing.kind !== "merge") continue;
    const merged = parseDmarc(standing.merged);
    expect({ text, errors: merged.errors }).toEqual({ text, errors: [] });
    if (record.policy && !record.isVoid) expect({ text, p: merged.policy }).toEqual({ text, p: record.policy });
  }
});
