import { findingOf } from "../../../findings/finding";
import { commentMarkdown, pageMarkdown } from "../../../reports/pull-request/comment";
import { readMarker } from "../../../reports/pull-request/marker";
import { type Change, place, plannedTarget } from "./planned-targets";

const record = "cloudflare_dns_record";
const longest = 65_536;

/** Reproducible, so that a failure can be looked at. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const types = [record, "aws_iam_user", "aws_secretsmanager_secret", "aws_cloudwatch_metric_alarm", "aws_sns_topic"];
const letters = ["a", "_", "ü", "`", "漢", "😀", "|", "~", "<", "@"];

function someChanges(count: number, next: () => number): Change[] {
  return Array.from({ length: count }, (_, index) => {
    const type = types[Math.floor(next() * types.length)] ?? record;
    const action = (["create", "update", "delete", "replace"] as const)[Math.floor(next() * 4)] ?? "create";
    const suffix = Array.from({ length: Math.floor(next() * 30) }, () => letters[Math.floor(next() * letters.length)]).join("");
    return {
      type,
      action,
      address: `${type}.n${index}${suffix}`,
      attributes: [{ path: "name", before: `"${suffix.repeat(3)}"`, after: '"new"' }],
    };
  });
}

test.each([0, 1, 7, 60, 300, 1200, 5000])("%i resources: the comment fits, and its page has everything that is lost", (count) => {
  for (const seed of [1, 2, 3]) {
    const changes = someChanges(count, random(seed + count));
    const half = Math.ceil(count / 2);
    const targets = [plannedTarget("dev", changes.slice(0, half)), plannedTarget("prod", changes.slice(half))];
    const [comment, page] = [commentMarkdown(targets, place), pageMarkdown(targets, place)];
    expect(comment.length).toBeLessThanOrEqual(longest);
    expect(Buffer.byteLength(page)).toBeLessThan(1024 * 1024);
    const lost = changes.filter(({ action }) => action === "delete" || action === "replace");
    for (const action of ["delete", "replace"] as const) {
      for (const type of types) {
        const counts = targets.map(
          (each) => each.planned.result.plan.changes.filter((one) => one.action === action && one.type === type).length,
        );
        for (const number of counts.filter(Boolean)) expect(comment).toContain(`**${number} to ${action}**, \`${type}\``);
      }
    }
    const nameOf = ({ address, type }: Change): string => address.slice(type.length + 1).match(/^n\d+/)?.[0] ?? "";
    for (const change of lost) expect(page).toContain(nameOf(change));
    if (count <= 300) for (const change of lost) expect(comment).toContain(nameOf(change));
  }
});

test("however long one text is, the first lines and the marker stay", () => {
  const finding = findingOf("resource/attribute", { what: "x".repeat(100_000), where: "y".repeat(100_000) });
  const comment = commentMarkdown(
    [plannedTarget("prod", [{ address: "a.b", type: "a", action: "delete" }], { plan: { findings: [finding] } })],
    place,
  );
  expect(comment.length).toBeLessThanOrEqual(longest);
  expect(readMarker(comment)?.head).toBe(place.commit);
  expect(comment).toContain("**1 to delete**");
});

test("five thousand names in the marker become digests only", () => {
  const comment = commentMarkdown([plannedTarget("prod", someChanges(5000, random(9)))], place);
  expect(readMarker(comment)?.targets.prod).toEqual({ key: "3".repeat(64), digest: "4".repeat(64) });
});

const hostile = [
  "</details>",
  "<!-- twinpost-plans:1:e30= -->",
  "@everyone",
  "````",
  "# heading",
  "![x](https://evil.example/x.png)",
  "[here](javascript:alert(1))",
  "https://evil.example",
  "<img src=x onerror=alert(1)>",
  "::set-output name=x::y",
  "a | b |\n| --- |",
  "\u202egnp.exe",
  "\x1b[2J",
  "#1",
  "line\nbreak\n## forged",
];

test.each(hostile)("a name, a reason and a place of %j are shown and never rendered", (text) => {
  const change: Change = {
    address: `${record}.${text}`,
    type: record,
    action: "delete",
    attributes: [{ path: text, before: text, after: text }],
  };
  const finding = findingOf("resource/attribute", { what: text, where: text, remedy: text });
  const waived = [{ id: finding.id, where: text, reason: text }];
  const comment = commentMarkdown([plannedTarget("prod", [change], { plan: { findings: [finding], waived } })], place);
  const [marker = "", ...rest] = comment.split("\n");
  expect(readMarker(marker)).toBeDefined();
  const outside = withoutCode(rest.join("\n"));
  // What stays outside of code is ours, but for texts that were made harmless.
  expect(outside).not.toMatch(/<!--|<img|(?<!\\)\]\((?!https:\/\/github\.com\/example)|@everyone|https:\/\/evil|^\s*::/m);
  expect(outside.match(/<\/details>/g)).toHaveLength(1);
  expect(outside.match(/^## /gm)).toHaveLength(1);
  for (const drawn of ["\u001b", "\u202e"]) expect(comment).not.toContain(drawn);
});

/** Fenced blocks and code spans taken out, as GFM finds them. */
function withoutCode(markdown: string): string {
  return markdown.replace(/^(`{3,})diff\n[\s\S]*?\n\1$/gm, "").replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
}
