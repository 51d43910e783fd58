import { OperatorError } from "../../../declaration/operator-error";
import { type Check, runChecks } from "../../../workflows/doctor/checks";

const check = (id: string, look: Check["look"], needs?: string): Check => ({
  id,
  title: `the ${id}`,
  where: "here",
  look,
  ...(needs ? { needs } : {}),
});
const problem = { id: "one", what: "it is wrong", remedy: "mend it" };

test("a problem is a finding with a stable id, at the check's place unless it has its own", async () => {
  const look = async () => ({ saw: "two", problems: [problem, { ...problem, where: "there", severity: "warning" as const }] });
  const [result] = await runChecks([check("a", look)]);
  expect(result).toMatchObject({ id: "a", title: "the a", outcome: "wrong", saw: "two" });
  expect(result?.findings).toEqual([
    { id: "doctor/one", severity: "error", what: "it is wrong", where: "here", remedy: "mend it" },
    { id: "doctor/one", severity: "warning", what: "it is wrong", where: "there", remedy: "mend it" },
  ]);
});

test("a service that does not answer is a finding with its remedy, and what needs it is skipped", async () => {
  let asked = false;
  const results = await runChecks([
    check("a", async () => Promise.reject(new OperatorError("SES said no", "log in again"))),
    check(
      "b",
      async () => {
        asked = true;
        return { saw: "" };
      },
      "a",
    ),
    check("c", async () => ({ saw: "" }), "b"),
  ]);
  expect(results.map(({ outcome }) => outcome)).toEqual(["unknown", "skipped", "skipped"]);
  expect(results[0]?.findings).toMatchObject([
    { id: "doctor/a-unknown", severity: "error", what: "the a: SES said no", remedy: "log in again" },
  ]);
  expect(asked).toBe(false);
});

test("a problem that does not block lets the others look", async () => {
  const results = await runChecks([check("a", async () => ({ saw: "", problems: [problem] })), check("b", async () => ({ saw: "" }), "a")]);
  expect(results.map(({ outcome }) => outcome)).toEqual(["wrong", "ok"]);
});

test("what is still to be made is nobody's fault", async () => {
  expect(await runChecks([check("a", async () => ({ saw: "later", notYet: true }))])).toMatchObject([{ outcome: "not-yet", findings: [] }]);
});

test("a bug is not taken for an answer", async () => {
  await expect(runChecks([check("a", async () => Promise.reject(new TypeError("undefined is not a function")))])).rejects.toThrow(
    TypeError,
  );
});
