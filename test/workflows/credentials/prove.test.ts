import { SmtpError } from "../../../adapters/smtp/smtp-error";
import type { SmtpPhase } from "../../../mail/smtp/answer";
import { refusalOf } from "../../../workflows/credentials/prove";

const failed = (phase: SmtpPhase, code?: number) => new SmtpError({ server: "smtp.example:587", phase, ...(code ? { code } : {}) });

// RFC 4954 4 and 6: 454 is a temporary failure, 534 and 535 are final; 421 closes the connection (RFC 5321 3.8).
test.each([535, 534, 538, 554])("%d to the login is the server's refusal", (code) => {
  const failure = failed("auth", code);
  expect(refusalOf(failure)).toBe(failure);
});

test.each<[SmtpPhase, number | undefined]>([
  ["auth", 454],
  ["auth", 421],
  ["auth", undefined],
  ["connect", 554],
  ["connect", undefined],
  ["tls", undefined],
])("%s %p says nothing about the credentials, and is thrown", (phase, code) => {
  const failure = failed(phase, code);
  expect(() => refusalOf(failure)).toThrow(failure);
});

test("a server of one's own may not be started: either way it is told how", () => {
  expect(refusalOf(failed("auth", 535), "start it")).toMatchObject({ remedy: "start it" });
  expect(() => refusalOf(failed("connect"), "start it")).toThrow(expect.objectContaining({ remedy: "start it" }));
});
