import { rehearsalHtml } from "../../../rehearsal/report/html";
import { changes, credentials, delivery, failed, report, step } from "./report";

/** The words that a reader sees. */
const words = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&quot;", '"')
    .replace(/\s+/g, " ");

test("says first what was concluded, from which evidence, with what", () => {
  expect(words(rehearsalHtml(report()))).toMatch(
    /^ staging: rehearsal passed rehearsal passed evidence: sandbox, not live staging would deliver: 1 of 1 invitations authenticated and aligned mail\.example\.com · 2026-11-23 08:00 UTC · 2\.0 s · first plan 22 resources, second plan empty Terraform 1\.11\.4/,
  );
});

test("shows each delivery with its verdicts", () => {
  const rows =
    rehearsalHtml(report())
      .match(/<tr>.*?<\/tr>/gs)
      ?.map(words) ?? [];
  expect(rows[1]).toMatch(/Amazon SES gmail\.com ✓ pass, aligned bounce\.mail\.example\.com .*✓ pass 1\.3, 1\.3 0\.5 s inbox/);
  expect(rows[2]).toContain("SendGrid by Python");
});

test("a failure stands at the top with its remedy and its log, and the delivery says why", () => {
  const text = words(rehearsalHtml(failed));
  expect(text).toContain('staging is not ready: "invitations to each receiver" failed');
  expect(text.indexOf("run again with --keep")).toBeLessThan(text.indexOf("What receivers concluded"));
  expect(text).toContain("log: seed-test.log");
  expect(text).toContain("✗ not delivered did not arrive within 60 s");
  expect(text).not.toContain("What this proves");
});

test("a rehearsal that failed before it sent anything says so", () => {
  const early = report({ outcome: "failed", deliveries: [], records: [], steps: [step({ id: "apply", status: "failed" })], seconds: 0 });
  expect(words(rehearsalHtml(early))).toContain("No message was sent");
});

test("what was not reached is not told as found", () => {
  const early = report({
    outcome: "failed",
    deliveries: [],
    stacks: [{ name: "staging" }],
    steps: [step({ id: "apply", status: "failed" })],
  });
  expect(words(rehearsalHtml(early))).toContain("first plan not reached, second plan not reached");
});

test("sending that failed on the way is not told as nothing sent", () => {
  const text = words(rehearsalHtml(report({ outcome: "failed", deliveries: [], steps: [step({ status: "failed" })] })));
  expect(text).not.toContain("No message was sent");
  expect(text).toContain("Messages may have been submitted");
});

test("changes that were tried, each with what was found against it", () => {
  const rows = (tried: ReturnType<typeof changes>): string[] =>
    rehearsalHtml(report({ changes: tried }))
      .match(/<tr>.*?<\/tr>/gs)
      ?.map(words) ?? [];
  const [breaking, harmless] = rows(changes()).filter((row) => row.includes("as forecast"));
  expect(breaking).toMatch(/return path is deleted SendGrid junk, .* ✓ held back forecast\/mail-would-fail ✓ as forecast, 4 of 4/);
  expect(harmless).toMatch(/DMARC is raised inbox ✓ let through ✓ as forecast, 4 of 4/);
  expect(rows(changes(changes().rows[1]?.real)).join()).toContain("✗ inbox (2 of 4 as forecast)");
  expect(rows(changes([])).join()).toContain("✓ held back forecast/mail-would-fail not tried");
  expect(words(rehearsalHtml(report({ changes: changes() })))).toContain("Not tried: SES loses a key; ses does not send here");
});

test("a change that breaks mail and was let through is bad", () => {
  const { rows, ...others } = changes();
  const tried = { ...others, rows: rows.map((row) => ({ ...row, heldBack: false, findings: [] })) };
  expect(words(rehearsalHtml(report({ changes: tried })))).toContain("Amazon SES inbox ✗ let through ✓ as forecast");
});

test("nothing that comes from outside can become markup", () => {
  const evil = `"><script>alert('x')</script>&amp;`;
  const html = rehearsalHtml(
    report({
      outcome: "failed",
      sendingDomains: [evil],
      deliveries: [delivery({ reason: evil, receiver: evil, spf: { result: evil, domain: evil, aligned: true } })],
      records: [{ environment: "staging", type: "TXT", name: evil, value: evil, published: true, visible: false }],
      steps: [step({ status: "failed", note: evil, problem: { message: evil, remedy: evil } })],
      trouble: { mode: "on", seed: evil, injected: [] },
    }),
  );
  expect(html).not.toContain("<script");
  expect(html.match(/&lt;script&gt;alert\(&#39;x&#39;\)&lt;\/script&gt;&amp;amp;/g)?.length).toBe(12);
});

test("is one file: nothing is fetched, and a browser is told to fetch nothing", () => {
  const html = rehearsalHtml(report());
  expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`);
  expect(html).not.toMatch(/\b(src|href)=|url\(|@import/);
});

test("credentials that were replaced, and a switch: keys, seconds, and that clocks were compressed", () => {
  const text = words(rehearsalHtml(report({ credentials })));
  expect(text).toContain("Amazon SES A B 2 s");
  expect(text).toContain("SendGrid Amazon SES 0.5 s a short quota");
  expect(text).toContain("Clocks were compressed: 3 logins");
  expect(words(rehearsalHtml(report()))).not.toContain("Clocks were compressed");
});
