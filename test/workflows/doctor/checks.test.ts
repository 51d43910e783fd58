import { OperatorError } from "../../../declaration/operator-error";
import { findingOf } from "../../../findings/finding";
import type { DoctorCheckId } from "../../../findings/kinds/doctor-unknown";
import { type Check, runChecks } from "../../../workflows/doctor/checks";

const check = (id: DoctorCheckId, look: Check["look"], needs?: DoctorCheckId): Check => ({
  id,
  title: `the ${id}`,
  where: "here",
  look,
  ...(needs ? { needs } : {}),
});
const wrong = findingOf("doctor/state-bucket", { where: "here", what: "it is wrong" });

test("a check looks at its own place, and its findings are handed on", async () => {
  const look = async (where: string) => ({ saw: where, findings: [wrong] });
  const [result] = await runChecks([check("state-bucket", look)]);
  expect(result).toMatchObject({ id: "state-bucket", outcome: "wrong", saw: "here", findings: [wrong] });
});

test("warnings alone want attention", async () => {
  const look = async () => ({ saw: "", findings: [{ ...wrong, severity: "warning" as const }] });
  expect(await runChecks([check("state-bucket", look)])).toMatchObject([{ outcome: "attention" }]);
});

test("a service that does not answer is a finding with its remedy, and what needs it is skipped", async () => {
  let asked = false;
  const results = await runChecks([
    check("ses-account", async () => Promise.reject(new OperatorError("SES said no", "log in again"))),
    check(
      "ses-identity",
      async () => {
        asked = true;
        return { saw: "" };
      },
      "ses-account",
    ),
    check("reply-to", async () => ({ saw: "" }), "ses-identity"),
  ]);
  expect(results.map(({ outcome }) => outcome)).toEqual(["unknown", "skipped", "skipped"]);
  expect(results[0]?.findings).toMatchObject([
    { id: "doctor/ses-account-unknown", severity: "error", where: "here", remedy: "log in again" },
  ]);
  expect(asked).toBe(false);
});

test("a finding that does not block lets the others look", async () => {
  const results = await runChecks([
    check("state-bucket", async () => ({ saw: "", findings: [wrong] })),
    check("reply-to", async () => ({ saw: "" }), "state-bucket"),
  ]);
  expect(results.map(({ outcome }) => outcome)).toEqual(["wrong", "ok"]);
});

test("what is still to be made is nobody's fault", async () => {
  const look = async () => ({ saw: "later", notYet: true });
  expect(await runChecks([check("ses-identity", look)])).toMatchObject([{ outcome: "not-yet", findings: [] }]);
});

test("a bug is not taken for an answer", async () => {
  const look = async () => Promise.reject(new TypeError("undefined is not a function"));
  await expect(runChecks([check("ses-identity", look)])).rejects.toThrow(TypeError);
});
