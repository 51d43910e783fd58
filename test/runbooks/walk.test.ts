/** Each alarm's page, walked through: the cause, who is told by which one message, which page it names; then it is mended, and that is told too. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { alarmKinds } from "../../declaration/alarms/alarm";
import { root } from "../structure/sources";
import { office, type StartedSns, sandboxSns, startSending } from "./sandbox";
import { ofEnvironment, ofProvider, ofSendgrid, type Walk } from "./walks";
import type { Told } from "./world";

let sns: StartedSns;
beforeAll(async () => {
  sns = await sandboxSns();
});
afterAll(() => sns.stop());

async function walk(
  { happens, within, step, target, alarm, parts, page, over, ends = [[target, "OK", alarm]] }: Walk,
  prefix = "",
): Promise<void> {
  const sending = await startSending(sns);
  sending.become(happens);
  await sending.go(within, step);
  const begun = sending.readMails();
  expect({ told: begun.told, rings: sending.ringing }).toEqual({
    told: [[target, "ALARM", alarm]],
    rings: [...parts.map((part) => prefix + part), alarm].sort(),
  });
  const [, named] = /(docs\/runbooks\/[a-z-]+\.md)/.exec(begun.texts[0] ?? "") ?? [];
  expect(named).toBe(`docs/runbooks/${page}.md`);
  expect(existsSync(join(root, named ?? ""))).toBe(true);

  sending.recover();
  await sending.go(over, step);
  expect({ told: sending.readMails().told, rings: sending.ringing }).toEqual({ told: ends, rings: [] });
  expect([...sns.log.denied, ...sns.log.unknown, ...sending.log.unknown]).toEqual([]);
}

describe.each(["sendgrid", "ses"] as const)("%s:", (provider) => {
  test.each(ofProvider(provider).map((each) => [each.cause, each] as const))("%s", (_, each) => walk(each, `${provider}-`));
});
test.each([...ofSendgrid, ...ofEnvironment].map((each) => [each.cause, each] as const))("%s", (_, each) => walk(each));

test("the function that watches does not run: one message tells it, whatever the number of providers", async () => {
  const sending = await startSending(sns);
  sending.become((is) => {
    is.watches = false;
  });
  await sending.go(6);
  const told = (state: string): Told[] => [[office, state, "not-asked-ticket"]];
  expect(sending.readMails().told).toEqual(told("INSUFFICIENT_DATA"));
  sending.recover();
  await sending.go(1);
  expect(sending.readMails().told).toEqual(told("OK"));
});

test("every kind of alarm is walked through", () => {
  const all = [...ofProvider("ses"), ...ofSendgrid, ...ofEnvironment];
  const named = all
    .flatMap(({ alarm, parts }) => [alarm, ...parts])
    .map((id) => id.replace(/^(sendgrid|ses)-/, "").replace(/(-share)?-(page|ticket)$/, ""));
  expect([...new Set(named)].sort()).toEqual([...alarmKinds]);
});
