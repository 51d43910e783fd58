/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
import { z } from "zod";
import { secretReader } from "../../../adapters/aws/secret-value";
import { everythingIn, failureOf } from "../canned-server";
import { jsonError } from "./aws-service";
import { codeOf, useFunctionService, wrongAnswers } from "./function-service";

const start = useFunctionService();
const name = "twinpost/prod/alerts/sendgrid";
const shape = z.object({ token: z.string() });
const value = (token: unknown) => ({ body: { Name: name, SecretString: JSON.stringify({ token }) } });

test("a value is kept for five minutes, and asked for again", async () => {
  const { settings, asked } = await start(value("one"), value("two"));
  let now = 0;
  const read = secretReader(name, shape, settings, () => now);
  const seen = [await read(), await read()];
  now = 5 * 60_000;
  expect([...seen, await read()]).toEqual([{ token: "one" }, { token: "one" }, { token: "two" }]);
  expect(asked.map(({ headers, body }) => [headers["x-amz-target"], body])).toEqual(
    Array(2).fill(["secretsmanager.GetSecretValue", JSON.stringify({ SecretId: name })]),
  );
});

test("no value yet, and one later", async () => {
  const { settings } = await start(jsonError(400, "ResourceNotFoundException"), value("one"));
  const read = secretReader(name, shape, settings);
  expect([await read(), await read()]).toEqual([undefined, { token: "one" }]);
});

test.each([
  ["a value of another shape", value(["not-to-be-shown"])],
  ["a value that is no JSON", { body: { SecretString: "not-to-be-shown" } }],
])("%s is named, and not shown", async (_, answer) => {
  const failure = await failureOf(secretReader(name, shape, (await start(answer)).settings)());
  expect(String(failure)).toContain(name);
  expect(everythingIn(failure)).not.toContain("not-to-be-shown");
});

test("a value in bytes", async () => {
  const { settings, secretAccessKey } = await start({ body: { Name: name, SecretBinary: "bm90LXRvLWJlLXNob3du" } });
  expect(await codeOf(secretReader(name, shape, settings)(), secretAccessKey)).toBe("UnknownAnswer");
});

test.each(wrongAnswers)("%s: an error, and nothing is kept", async (_, answer, code) => {
  const { settings, secretAccessKey } = await start(answer, value("one"));
  const read = secretReader(name, shape, settings);
  expect(await codeOf(read(), secretAccessKey)).toBe(code);
  expect(await read()).toEqual({ token: "one" });
});
