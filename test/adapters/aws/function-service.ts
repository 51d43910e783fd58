/** A service of AWS as functions ask it, without a client of its own: a canned server on loopback, and the answers that are none of AWS's. */
import { randomBytes } from "node:crypto";
import type { AwsServiceSettings } from "../../../adapters/aws/signed-call";
import { limits } from "../../../adapters/limits";
import { type CannedAnswer, everythingIn, failureOf, patience, useCannedServer } from "../canned-server";

export function useFunctionService() {
  const start = useCannedServer();
  return async (...answers: CannedAnswer[]) => {
    const { url, asked } = await start(...answers);
    const secretAccessKey = randomBytes(20).toString("hex");
    const settings: AwsServiceSettings = {
      region: "eu-west-1",
      endpoint: url,
      login: async () => ({ accessKeyId: "AKIAEXAMPLE", secretAccessKey, sessionToken: "session" }),
      timeoutMs: patience(answers),
    };
    return { settings, asked, secretAccessKey };
  };
}

/** What a broken service, or something between, answers; and the code of the error. */
export const wrongAnswers: [string, CannedAnswer, string][] = [
  ["500", { status: 500, body: "<html>" }, "UnknownError"],
  ["a redirect", { status: 302, headers: { Location: "http://127.0.0.1:9/elsewhere" } }, "UnknownError"],
  ["access denied", { status: 403, body: { __type: "com.amazon#AccessDeniedException", message: "no" } }, "AccessDeniedException"],
  ["somebody's page", { body: "<html><title>Log in</title></html>" }, "UnknownAnswer"],
  ["another JSON", { body: [] }, "UnknownAnswer"],
  ["silence", "silence", "NoAnswer"],
  ["half an answer", { cutOff: '{"items":[' }, "NoAnswer"],
  ["an answer without end", { body: "a".repeat(limits.http + 1) }, "NoAnswer"],
];

/** @returns the error's code; of an error that shows nothing of the login. */
export async function codeOf(asked: Promise<unknown>, secretAccessKey: string): Promise<string> {
  const failure = await failureOf(asked);
  expect(everythingIn(failure)).not.toContain(secretAccessKey);
  return (failure as { code: string }).code;
}
