/** Each kind of alarm has a page that says what to do, and each alarm's text names it. That its commands can be pasted: test/findings/remedies.test.ts. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { alarmKinds } from "../../declaration/alarms/alarm";
import { alarmsOf } from "../../declaration/alarms/alarms";
import { staging } from "../fixtures/environments/staging";
import { stack } from "../stacks/monitoring/synthesised";
import { root } from "../structure/sources";

const pageOf = (kind: string): string => readFileSync(join(root, "docs", "runbooks", `${kind}.md`), "utf8");
const partsOf = (page: string): string[] => page.split(/^## /m).map((part) => part.split("\n")[0] ?? "");
const { metric, joined } = alarmsOf(staging);
/** Of alarms that are of other kinds, and have pages of their own. */
const leading = joined.filter(({ id, kind }) => metric.some((part) => part.within === id && part.kind !== kind));

test.each(alarmKinds)("%s: who is affected, a first look, numbered steps, when it ends, what not to do; on one screen", (kind) => {
  const page = pageOf(kind);
  expect(partsOf(page).slice(1)).toEqual(["First look", "What to do", "When it ends by itself", "Not"]);
  expect(page).toMatch(/^\*\*Affected:\*\* /m);
  expect(page.split("## First look")[1]?.split("## What to do")[0]).toMatch(/^```sh$/m);
  // A page that leads to others has a table.
  expect(page.split("## What to do")[1]).toMatch(leading.some((each) => each.kind === kind) ? /^\| /m : /^1\. /m);
  expect(page).toContain("https://status.sendgrid.com");
  expect(page).toContain("https://health.aws.amazon.com/health/status");
  expect(page.split("\n").length).toBeLessThanOrEqual(46);
});

test("each alarm's text names the page of its kind, and that of SES's own counts a heading", () => {
  const { aws_cloudwatch_metric_alarm: alone, aws_cloudwatch_composite_alarm: together } = stack.resource;
  const texts = new Map([...Object.values(alone), ...Object.values(together)].map((each) => [each.alarm_name, each.alarm_description]));
  for (const { id, kind } of [...metric, ...joined]) expect(texts.get(`twinpost-staging/${id}`)).toContain(`docs/runbooks/${kind}.md`);
  const monitoring = readFileSync(join(root, "docs", "monitoring.md"), "utf8");
  for (const [name, text] of texts) {
    const [, page] = /(docs\/runbooks\/[a-z-]+\.md)/.exec(text) ?? [];
    const [, heading] = /docs\/monitoring\.md, "([a-z-]+)"/.exec(text) ?? [];
    expect([
      name,
      page !== undefined && existsSync(join(root, page)),
      heading !== undefined && monitoring.includes(`\n### ${heading}\n`),
    ]).toEqual([name, name.includes("/"), !name.includes("/")]);
  }
});

test("the page of a joined alarm leads to the page of each of its parts", () => {
  const missing = metric.flatMap(({ id, kind, within, provider }) => {
    const whole = leading.find((each) => each.id === within);
    const end = provider === undefined ? id : id.slice(provider.length + 1);
    return whole && !(pageOf(whole.kind).includes(`\`${end}\``) && pageOf(whole.kind).includes(`](${kind}.md)`)) ? [id] : [];
  });
  expect(missing).toEqual([]);
});
