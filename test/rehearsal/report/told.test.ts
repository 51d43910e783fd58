import { toldHtml, toldText } from "../../../rehearsal/report/told";
import { plain } from "../../../reports/layout";

const row = (reference: string, provider: string, standing = "delivered") => ({
  ...{ environment: "staging", reference, provider, standing },
  kinds: standing === "delivered" ? ["accepted", "delivered"] : ["accepted"],
});
const alarm = {
  environment: "staging",
  alarm: "twinpost-staging/ses-mail-page",
  target: "on-call@example.com",
  seconds: 3.2,
  messages: 24,
};

test("each provider's share of the invitations, and the alarm with who was told", () => {
  const text = plain(toldText({ told: [row("a", "ses"), row("b", "ses", "silent"), row("c", "sendgrid")], alarms: [alarm] }, true));
  expect(text).toMatch(/ses +1 of 2 delivered +accepted, delivered/);
  expect(text).toMatch(/sendgrid +1 of 1 delivered/);
  expect(text).toMatch(/twinpost-staging\/ses-mail-page .* 3 s .* 24 .* on-call@example\.com/);
});

test("nothing where nothing was told", () => {
  expect(toldText({}, true)).toBe("");
  expect(toldHtml({})).toBeUndefined();
});

test("the page has a row for each, and no markup of a provider's", () => {
  const page = toldHtml({ told: [row("<b>", "ses")], alarms: [alarm] })?.text ?? "";
  expect(page).toContain("<code>&lt;b&gt;</code>");
  expect(page).toContain("ses-mail-page");
});
