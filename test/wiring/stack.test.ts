import { workDirectory } from "../../wiring/work-directory";

test.each([
  ["work", "/checkout/work"],
  ["/elsewhere", "/elsewhere"],
  ["", "/checkout/.twinpost"],
  [undefined, "/checkout/.twinpost"],
])("TWINPOST_WORK_DIRECTORY %p is %p", (said, expected) => {
  expect(workDirectory({ env: { TWINPOST_WORK_DIRECTORY: said }, directory: "/checkout" })).toBe(expected);
});
