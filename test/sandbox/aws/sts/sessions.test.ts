import { codeAt, isCode } from "../../../../sandbox/aws/sts/one-time-codes";
import { Sessions } from "../../../../sandbox/aws/sts/sessions";

const role = { arn: "arn:aws:iam::480312345678:role/ours", id: "AROA1", name: "ours" };

test("a session ends when its time is over", () => {
  let now = new Date("2026-11-28T12:00:00Z");
  const sessions = new Sessions(() => now);
  const session = sessions.issue("480312345678", { role, name: "s", tags: {}, transitive: [], claims: {} }, 900);
  const found = () => sessions.find(session.accessKeyId, session.token);
  expect(found()).toBe(session);
  now = new Date("2026-11-28T12:14:59Z");
  expect(found()).toBe(session);
  now = new Date("2026-11-28T12:15:00Z");
  expect(found()).toBe("expired");
  expect(sessions.find(session.accessKeyId, undefined)).toBeUndefined();
});

/** RFC 6238, appendix B, by SHA-1: the last six of its eight digits. The seed is "12345678901234567890". */
const seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("at %i s an authenticator shows %s", (seconds, code) => {
  const at = new Date(seconds * 1000);
  expect(codeAt(seed, at)).toBe(code);
  expect(isCode(seed, code, new Date(at.getTime() + 30_000))).toBe(true);
  expect(isCode(seed, code, new Date(at.getTime() + 90_000))).toBe(false);
});
