import { credentialsText } from "../../../reports/credentials/text";
import type { IssueOutcome } from "../../../workflows/credentials/outcome";

const outcome = (status: IssueOutcome["providers"][number]["status"]): IssueOutcome => ({
  providers: [{ provider: "sendgrid", status, ...(status === "missing" ? {} : { keyId: "key-1" }) }],
  application: "kept",
  changed: [],
});

test.each([
  ["issued", "issued, proven by logging in, current (key key-1)"],
  ["resumed", "taken up from an earlier run, proven by logging in, current (key key-1)"],
  ["replaced", "issued in place of one that the server refuses, proven by logging in, current (key key-1)"],
  ["kept", "current already, proven by logging in (key key-1)"],
  ["stored", "current already; --apply brings it to the server and logs in (key key-1)"],
  ["refused", "current, and the server refuses it: would be replaced: add --apply to do so (key key-1)"],
  ["missing", "would be issued: add --apply to do so"],
  ["pending", "stored by an earlier run, would be proven and made current: add --apply to do so (key key-1)"],
] as const)("says of a provider's credentials that they are %s", (status, words) => {
  expect(credentialsText(outcome(status))).toBe(`sendgrid: ${words}\napplication secret: there already\n`);
});

test.each([
  ["written", [], "written"],
  ["updated", ["FRONTEND_URL", "EMAIL_SENDER_NAME"], "updated to what is declared (FRONTEND_URL, EMAIL_SENDER_NAME)"],
  ["missing", [], "would be written"],
  ["outdated", ["FRONTEND_URL"], "would be updated to what is declared: add --apply to do so (FRONTEND_URL)"],
] as const)("says of the application's secret that it is %s", (application, changed, words) => {
  const text = credentialsText({ ...outcome("kept"), application, changed: [...changed] });
  expect(text.split("\n")[1]).toBe(`application secret: ${words}`);
});

test("says so when another provider than the primary is active", () => {
  expect(credentialsText({ ...outcome("kept"), active: "ses" })).toContain(
    "the application sends through ses, which is not the declared primary",
  );
});

test("says so when the application's login is refused, and that it has to be started again once it has another", () => {
  const text = (status: "replaced" | "refused") => credentialsText({ ...outcome("kept"), login: { provider: "sendgrid", status } });
  expect(text("refused")).toMatch(/\nthe application's login is refused: its secret would get the working one of sendgrid: add --apply/);
  expect(text("replaced")).toMatch(/\nthe application's login was refused: its secret has the one of sendgrid now; start again what reads/);
});
