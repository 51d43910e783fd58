import { valuesOf } from "../../../mail/dns/answer";
import { knownAfterApply, type PlannedText } from "../../../mail/dns/record";
import { type EditedRecord, overlayPlan, type RecordEdit } from "../../../mail/forecast/overlay";
import { resolverOf, type Zone } from "../dns-zone";

const live: Zone = {
  "example.com TXT": ["v=spf1 -all", "somebody-verification=1"],
  "em.example.com CNAME": ["u1.wl.sendgrid.net"],
  "u1.wl.sendgrid.net TXT": ["v=spf1 ip4:192.0.2.1 -all"],
  "other.example.org TXT": ["elsewhere"],
  "alias.example.com CNAME": ["em.example.com"],
  "bounce.example.com MX": ["10 feedback-smtp.eu-west-1.amazonses.com"],
  "down.example.com TXT": "timeout",
};

const record = (name: PlannedText, type: string, value: PlannedText, more: Partial<EditedRecord> = {}): EditedRecord => ({
  ...{ name, type, value, ttl: 120, proxied: false },
  ...more,
});

const ask = (edits: RecordEdit[], name: string, type: "TXT" | "CNAME" | "MX") => overlayPlan(edits, resolverOf(live).resolve)(name, type);

const em = record("em.example.com", "CNAME", "u1.wl.sendgrid.net");

test("a name that the plan leaves alone is what live DNS says, server and TTL included", async () => {
  expect(await ask([], "u1.wl.sendgrid.net", "TXT")).toMatchObject({ outcome: "answer", server: "192.0.2.53", ttl: 300 });
});

test("a planned record wins over the one that it replaces, and stands beside those that Terraform does not manage", async () => {
  const edits = [{ before: record("example.com", "TXT", "v=spf1 -all"), after: record("example.com", "TXT", "v=spf1 mx -all") }];
  expect(await ask(edits, "example.com", "TXT")).toEqual({
    ...{ outcome: "answer", server: "plan", aliases: [], ttl: 120 },
    values: ["somebody-verification=1", "v=spf1 mx -all"],
  });
});

test("a record that is created stands beside a live one of its kind, which nobody manages", async () => {
  const values = valuesOf(await ask([{ after: record("example.com", "TXT", "v=spf1 mx -all") }], "example.com", "TXT"));
  expect(values.filter((value) => value.startsWith("v=spf1"))).toHaveLength(2);
});

test("what is deleted is not there: no such name, or no such record while something else stays", async () => {
  expect(await ask([{ before: em }], "em.example.com", "CNAME")).toMatchObject({ outcome: "no-such-name", server: "plan" });
  expect(await ask([{ before: em }], "em.example.com", "TXT")).toMatchObject({ outcome: "no-such-name" });
  const below = { after: record("a.em.example.com", "TXT", "x") };
  expect(await ask([{ before: em }, below], "em.example.com", "TXT")).toMatchObject({ outcome: "no-data" });
});

test("a planned CNAME is followed into live DNS, and a live one into the plan", async () => {
  const moved = { before: em, after: record("em.example.com", "CNAME", "other.example.org") };
  const answer = await ask([moved], "em.example.com", "TXT");
  expect(answer).toMatchObject({ outcome: "answer", values: ["elsewhere"], aliases: [{ target: "other.example.org" }] });
  const chain = await ask([moved], "alias.example.com", "TXT");
  expect(chain).toMatchObject({ values: ["elsewhere"], aliases: [{ name: "alias.example.com" }, { target: "other.example.org" }] });
});

test("a CNAME loop ends", async () => {
  const circle = [
    { after: record("a.example.com", "CNAME", "b.example.com") },
    { after: record("b.example.com", "CNAME", "a.example.com") },
  ];
  expect(await ask(circle, "a.example.com", "TXT")).toMatchObject({ outcome: "failed", failure: "servfail" });
});

test("a value that is known only after the apply is never guessed, and never the old one", async () => {
  const pending = { before: em, after: record("em.example.com", "CNAME", knownAfterApply) };
  for (const type of ["CNAME", "TXT"] as const)
    expect(await ask([pending], "em.example.com", type)).toMatchObject({
      ...{ outcome: "failed", failure: "known-after-apply", server: "plan" },
      reason: "is known only after the apply",
    });
});

test("a proxied record shows nothing of itself", async () => {
  expect(await ask([{ before: em, after: { ...em, proxied: true } }], "em.example.com", "CNAME")).toMatchObject({ outcome: "no-data" });
});

test("an MX has its priority, and a null MX its dot", async () => {
  const mx = (value: string, priority: number) => [{ after: record("new.example.com", "MX", value, { priority }) }];
  expect(valuesOf(await ask(mx("mx.example.net", 5), "new.example.com", "MX"))).toEqual(["5 mx.example.net"]);
  expect(valuesOf(await ask(mx("", 0), "new.example.com", "MX"))).toEqual(["0 ."]);
});

test("where live DNS does not answer, the plan's own records do; what it says nothing of stays unanswered", async () => {
  expect(await ask([{ after: record("down.example.com", "TXT", "x") }], "down.example.com", "TXT")).toMatchObject({ values: ["x"] });
  expect(await ask([{ before: record("down.example.com", "TXT", "x") }], "down.example.com", "TXT")).toMatchObject({
    outcome: "failed",
    failure: "timeout",
  });
});
