import type { Judgement } from "../../../mail/receiving/alignment";
import { deliveriesText } from "../../../reports/deliveries/text";
import { plain } from "../../../reports/layout";

const own = { domain: "mail.example.com", aligned: true };
const judgement: Judgement = {
  spf: { ...own, result: "pass" },
  dkim: [
    { domain: "amazonses.com", aligned: false, result: "pass" },
    { ...own, result: "fail" },
  ],
  dmarc: { ...own, result: "quarantined" },
  tls: "TLSv1.3",
  shortcomings: [],
};

test("shows what a receiver concluded: of DKIM signatures the aligned one, of DMARC its result", () => {
  const text = deliveriesText([
    { provider: "ses", recipient: "a@gmail.com", reference: "0a1b2c", shortcomings: [], seconds: 1.26, placement: "inbox", judgement },
    { provider: "sendgrid", recipient: "b@yahoo.com", reference: "3d4e5f", shortcomings: ["did not arrive within 60 s"] },
  ]);
  const [head, first, second, ...reasons] = plain(text).trimEnd().split("\n");
  expect(head?.split(/ {2,}/)).toEqual(["PROVIDER", "RECIPIENT", "SPF", "DKIM", "DMARC", "TIME", "PLACEMENT"]);
  expect(first?.split(/ {2,}/)).toEqual(["ses", "a@gmail.com", "pass", "fail", "quarantined", "1.3 s", "inbox"]);
  expect(second?.split(/ {2,}/)).toEqual(["sendgrid", "b@yahoo.com", "-", "-", "-", "-", "not delivered"]);
  expect(reasons.join("\n")).toContain("sendgrid to b@yahoo.com: did not arrive within 60 s");
});
