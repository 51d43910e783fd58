import { concludeAt, type ReceiverName, type Seen } from "../../../mail/forecast/receivers";

const good: Seen = { spf: true, dkim: true, dmarc: "pass", policy: "reject" };

test.each<[string, ReceiverName, Partial<Seen>, string, string]>([
  ["nothing is wrong", "gmail", {}, "inbox", "inbox"],
  ["DMARC fails under none", "gmail", { dmarc: "fail", policy: "none" }, "inbox", "deferred"],
  ["DMARC fails under quarantine", "outlook", { dmarc: "fail", policy: "quarantine" }, "junk", "refused"],
  ["DMARC fails under reject", "yahoo", { dmarc: "fail", policy: "reject" }, "refused", "refused"],
  ["neither SPF nor DKIM passes", "gmail", { spf: false, dkim: false, dmarc: "none", policy: undefined }, "refused", "refused"],
  ["only DKIM passes", "gmail", { spf: false }, "inbox", "refused"],
  ["only SPF passes", "outlook", { dkim: false }, "inbox", "refused"],
  ["there is no DMARC record", "yahoo", { dmarc: "none", policy: undefined }, "inbox", "refused"],
])("%s, at %s", (_what, receiver, seen, ordinary, bulk) => {
  expect(concludeAt(receiver, { ...good, ...seen }, "ordinary").outcome).toBe(ordinary);
  expect(concludeAt(receiver, { ...good, ...seen }, "bulk").outcome).toBe(bulk);
});
