/** What is known only after the apply, as `--json` has always had it: a field left out of a plan's record, a text of a forecast, a flag of `records`. */
import type { GuardedPlan } from "../../../changes/guard";
import { knownAfterApply } from "../../../mail/dns/record";
import { answerText } from "../../../reports/answer";
import { forecastAnswer } from "../../../reports/forecast/json";
import { planAnswer } from "../../../reports/plan/json";
import { listedRecord } from "../../../reports/records/json";

const pointers = { added: ["s1._domainkey.example.com", knownAfterApply], removed: [], changed: [] };
const forecast = {
  paths: [],
  spf: [],
  dmarc: [],
  selectors: pointers,
  returnPaths: pointers,
  newNames: { free: 0, unknown: 1 },
  findings: [],
};
const after = { name: knownAfterApply, type: "CNAME", value: knownAfterApply, proxied: false, role: undefined };
const plan: GuardedPlan = { changes: [], outputs: [], records: [{ address: "r", action: "create", after }], findings: [], forecast };
const shown = ["s1._domainkey.example.com", "(known after apply)"];

test("a plan's record has no name and no value, and a forecast has texts", () => {
  const answer = JSON.parse(answerText(planAnswer, plan)) as object;
  expect(answer).toMatchObject({ forecast: { selectors: { added: shown }, returnPaths: { added: shown } } });
  expect(answer).toHaveProperty("records", [{ address: "r", action: "create", after: { type: "CNAME", proxied: false } }]);
  expect(JSON.parse(answerText(forecastAnswer, { forecast }))).toMatchObject({ forecast: { selectors: { added: shown } } });
});

test("a listed record is pending when either is not known", () => {
  const known = { type: "CNAME" as const, name: "a.example.com", value: "b.example.com", ttl: 300, publisher: "you" };
  const later = { knownAfterApply: "(known after apply).dkim.amazonses.com" };
  expect(listedRecord(known)).toMatchObject({ value: "b.example.com", pending: false });
  expect(listedRecord({ ...known, value: later })).toMatchObject({ value: later.knownAfterApply, pending: true });
});
