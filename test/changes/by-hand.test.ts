import { guard } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { knownAfterApply } from "../../mail/dns/record";
import { keep, sendgridLinks, terraformPlan } from "./terraform-plan";

const dmarc = (policy: string) => ({
  ...{ id: "dmarc", type: "TXT", name: "_dmarc.mail.example.org", ttl: 300, byHand: true },
  value: `v=DMARC1; p=${policy}; rua=mailto:a@example.org`,
});
const readByHand = (json: unknown) => readPlanJson(json).byHand;
const planned = (before: object[] | null, after: object[] | null) => ({
  ...terraformPlan(),
  output_changes: { records: { actions: ["update"], before, after } },
});

test("records that Terraform makes are not left to a person", () => {
  const { byHand: _, ...made } = dmarc("none");
  expect(readByHand(planned([made], [made]))).toEqual([]);
  expect(readByHand({})).toEqual([]);
});

test("what was to be published is compared with what will be, by the record's id", () => {
  const mx = { id: "mx", type: "MX", name: "mail.example.org", value: "mx.example.org", priority: 10, ttl: 300, byHand: true };
  const changes = readByHand(planned([dmarc("none"), mx], [dmarc("reject"), { ...mx, id: "mx-2" }]));
  expect(changes.map(({ address, action }) => `${action} ${address}`)).toEqual([
    "update _dmarc.mail.example.org TXT",
    "delete mail.example.org MX",
    "create mail.example.org MX",
  ]);
  expect(changes[0]).toMatchObject({ before: { role: "DMARC" }, after: { value: "v=DMARC1; p=reject; rua=mailto:a@example.org" } });
  expect(readByHand(planned([mx], [mx]))).toMatchObject([{ action: "keep" }]);
});

test("a name whose meaning another resource tells has it here too", () => {
  const link = { id: "links", type: "CNAME", name: "links.mail.example.com", value: "proxy.example.org", ttl: 300, byHand: true };
  const { output_changes } = planned(null, [link]);
  expect(readByHand({ ...terraformPlan(keep(sendgridLinks)), output_changes })).toMatchObject([{ after: { role: "tracked links" } }]);
});

test("what is known only after the apply stays unknown", () => {
  const pending = { id: "ses-dkim-1", type: "CNAME", ttl: 300, byHand: true };
  expect(readByHand(planned(null, [pending]))).toMatchObject([
    { address: "records.ses-dkim-1", action: "create", after: { name: knownAfterApply, value: knownAfterApply } },
  ]);
});

test("the safety gate judges them as it does those that Terraform makes", () => {
  const ids = (before: object[], after: object[] | null) =>
    guard(
      readPlanJson(terraformPlan()),
      { account: "111122223333", domains: ["mail.example.org"], zones: [] },
      readByHand(planned(before, after)),
    ).map(({ id, where }) => `${id} ${where}`);
  expect(ids([dmarc("reject")], [dmarc("none")])).toEqual(["dmarc/policy-weakened _dmarc.mail.example.org TXT"]);
  expect(ids([dmarc("reject")], null)).toEqual(["dmarc/deleted _dmarc.mail.example.org TXT"]);
  expect(ids([dmarc("none")], [dmarc("reject")])).toEqual([]);
});
