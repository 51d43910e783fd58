/**
 * Text of strangers in everything that GitHub renders of ours: a comment, its outcome, a fork's page, issues. It is shown; it makes no link, no mention,
 * no reference, no markup, no command of the runner's, and it cannot forge what we find our own comments and issues by.
 */
import fc from "fast-check";
import { findingOf } from "../../findings/finding";
import { driftIssue } from "../../reports/drift/issue";
import { type IssueParts, issueText } from "../../reports/issue/issue";
import { readIssueMarker } from "../../reports/issue/marker";
import { commentMarkdown, pageMarkdown } from "../../reports/pull-request/comment";
import { isMarked, readMarker } from "../../reports/pull-request/marker";
import { outcomeMarkdown } from "../../reports/pull-request/outcome";
import { synthesisedMarkdown } from "../../reports/pull-request/synthesised";
import { rotationIssue } from "../../reports/rotate/issue";
import { verificationIssue, verificationUnknown } from "../../reports/verification/issue";
import { place, plannedTarget } from "./pull-request/planned-targets";

const awkward = [
  "</details></sub>",
  "<!-- twinpost-plans:1:e30= -->",
  "<!-- twinpost-issue:1:e30= -->",
  "-->",
  "@everyone",
  "@market-edge/platform",
  "`",
  "````\n",
  "~~~\n",
  "\n# forged\n",
  "\n- [ ] task",
  "![x](https://evil.example/x.png)",
  "[here](javascript:alert(1))",
  "https://evil.example/a`b",
  "www.evil.example",
  "mail@evil.example",
  "<img src=x onerror=alert(1)>",
  "&lt;b&gt;",
  "\n::set-output name=x::y",
  "\n::add-mask::e",
  "\n##[command]x",
  "%0A::error::x",
  "| a |\n| --- |",
  "\u202egnp.exe",
  "\u2066",
  "\x1b[2J",
  "\u0000",
  "\r",
  " #1",
  "GH-1",
  "market-edge/email#1",
  "$(id)",
  "$a$",
  ":smile:",
  "\\",
  "*b* _i_ ~s~",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: "binary", maxLength: 4 })), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(""));

/** Code as GFM finds it, block by block, taken out: nothing in it means anything. */
function withoutCode(markdown: string): string {
  const fences = /^( *)(`{3,})(?:diff|sh)\n(?:.*\n)*?\1?\2$/gm;
  return markdown
    .replace(fences, "")
    .split("\n")
    .map((line) => line.replace(/(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)/g, ""))
    .join("\n");
}

function expectHarmless(markdown: string, headings: number): void {
  const [, ...rest] = markdown.split("\n");
  const body = markdown.startsWith("<!-- twinpost-") ? rest.join("\n") : markdown;
  expect(markdown).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
  expect(markdown).not.toMatch(/^\s*::/m);
  const told = withoutCode(body).replaceAll(place.runUrl, "run");
  expect(told).not.toMatch(/<(?!\/?(?:details|summary|sub)>)/);
  expect(told.match(/<\/details>/g)?.length ?? 0).toBe(told.match(/<details>/g)?.length ?? 0);
  expect(told.match(/<sub>/g)?.length ?? 0).toBe(told.match(/<\/sub>/g)?.length ?? 0);
  expect(told).not.toMatch(/https?:\/\/|www\.\w|(?<!\\)\]\((?!run\))|@[A-Za-z]|#\d|GH-\d/);
  expect(told.match(/^#{1,6} /gm)?.length ?? 0).toBe(headings);
}

const change = (text: string) => ({
  ...{ address: `aws_sns_topic.${text}`, type: "aws_sns_topic", action: "delete" as const },
  attributes: [{ path: text, before: text, after: text }],
});

function commentOf(text: string, write: typeof commentMarkdown): string {
  const finding = findingOf("resource/attribute", { what: text, where: text, remedy: text });
  const waived = [{ id: finding.id, where: text, reason: text }];
  const planned = plannedTarget("prod", [change(text)], { plan: { findings: [finding], waived } });
  const standing = { none: text, held: text, frozen: text };
  const from = { environment: "dev", soakHours: 1, approval: "environment" as const };
  const problem = { target: "staging", applied: { by: "merge" as const }, problem: text };
  return write([planned, problem], place, { steps: [{ environment: "prod", from, changes: true, standing }] });
}

const many = { numRuns: 150 };

test.each([
  ["a comment", commentMarkdown],
  ["a job's page", pageMarkdown],
] as const)("in %s", (_, write) => {
  fc.assert(
    fc.property(hostile, (text) => {
      const told = commentOf(text, write);
      expectHarmless(told, told.match(/^#{2,3} /gm)?.length ?? 0);
      expect(withoutCode(told).match(/^## /gm)).toHaveLength(1);
      if (write === commentMarkdown) expect(Object.keys(readMarker(told)?.targets ?? {})).toEqual(["prod"]);
      else expect(isMarked(told)).toBe(false);
    }),
    many,
  );
});

test("in the outcome after a merge", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const about = { target: "prod", source: "live" as const, commit: undefined, at: new Date(), by: text };
      const findings = [{ id: text || "x", severity: "error" as const, where: text }];
      const told = outcomeMarkdown(
        [plannedTarget("prod", [change(text)])],
        { applied: [], verified: [{ kind: "verification", ...about, result: { errors: 1, warnings: 0, findings } }] },
        place,
      );
      expectHarmless(told, 2);
    }),
    many,
  );
});

test("in the page of a fork", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const difference = { address: text, action: "add" as const, attributes: [{ path: text, before: text, after: text }] };
      expectHarmless(synthesisedMarkdown([{ stack: text, differences: [difference] }]), 2);
    }),
    many,
  );
});

type Told = Omit<IssueParts, "subject" | "runUrl">;
const drifted = (text: string) => ({ address: text, action: "changed" as const, attributes: [{ path: text, before: text, after: text }] });
const problem = (text: string) => Object.assign(new Error(text), { remedy: text });

test.each<[IssueParts["subject"]["kind"], (text: string) => unknown]>([
  [
    "drift",
    (text) =>
      driftIssue({ target: "prod", file: "environments/prod.ts" }, { state: "drifted", drifted: [{ ...drifted(text), declare: [text] }] }),
  ],
  ["drift", (text) => driftIssue({ target: "prod", file: "environments/prod.ts" }, { state: "unknown", why: text, remedy: text })],
  ["rotation", (text) => rotationIssue("prod", { outcomes: [], failures: [["ses", problem(text)]] })],
  ["verification", (text) => verificationIssue("prod", [findingOf("dns/record-missing", { what: text, where: text, remedy: text })])],
  ["verification", (text) => verificationUnknown("prod", { message: text, remedy: text })],
])("in an issue about %s", (kind, tell) => {
  fc.assert(
    fc.property(hostile, (text) => {
      const told = issueText({ ...(tell(text) as Told), subject: { kind, of: "prod" }, runUrl: place.runUrl });
      expectHarmless(told.body, 0);
      expectHarmless(told.said, 0);
      expect(told.title).toMatch(/^[A-Z][a-z]+ of prod$/);
      expect(readIssueMarker(told.body)).toMatchObject({ kind, of: "prod" });
    }),
    many,
  );
});
