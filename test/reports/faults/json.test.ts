import { FaultyFiles } from "../../../declaration/faulty-files";
import { OperatorError } from "../../../declaration/operator-error";
import { faultsText } from "../../../reports/faults/json";

const rule = { problem: "is not an address", expected: "name@domain", remedy: "write an address" };
const fault = (got: unknown) => ({ file: "environments/prod.ts", path: "dmarc.reportTo[0]", got, ...rule });
const told = (error: Error): unknown => JSON.parse(faultsText(error));

test("every fault of the user's files is told with its file and path", () => {
  const unreadable = { file: "environments/qa.ts", place: { line: 3, column: 7 }, problem: "cannot be read", remedy: "mend it" };
  expect(told(new FaultyFiles([fault("dmarc"), unreadable]))).toEqual({ version: 1, faults: [fault("dmarc"), unreadable] });
});

test.each([
  [Number.NaN, "NaN"],
  [1000n, "1000"],
  [undefined, null],
])("%s is told, although JSON does not know it", (got, expected) => {
  expect(told(new FaultyFiles([fault(got)]))).toMatchObject({ faults: [{ got: expected }] });
});

test("of any other bad input there is one, with what to do", () => {
  const error = new OperatorError("no environment is called", "pass one of them", { exitCode: 2 });
  expect(told(error)).toEqual({ version: 1, faults: [{ problem: "no environment is called", remedy: "pass one of them" }] });
  expect(told(new Error("error: unknown option '--evn'"))).toEqual({ version: 1, faults: [{ problem: "unknown option '--evn'" }] });
});
