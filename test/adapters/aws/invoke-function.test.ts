/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, and https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html for failures. */
import { z } from "zod";
import { invokeFunction } from "../../../adapters/aws/invoke-function";
import type { CannedAnswer } from "../canned-server";
import { codeOf, useFunctionService, wrongAnswers } from "./function-service";

const start = useFunctionService();
const shape = z.object({ heartbeat: z.string() });
const failed = (body: CannedAnswer & object) => ({ headers: { "X-Amz-Function-Error": "Unhandled" }, ...body });

test("its answer", async () => {
  const { settings, asked } = await start({ body: { heartbeat: "sent" } });
  await expect(invokeFunction("twinpost-prod-watch", { due: "nothing" }, shape, settings)).resolves.toEqual({ heartbeat: "sent" });
  expect(asked).toMatchObject([
    { method: "POST", path: "/2015-03-31/functions/twinpost-prod-watch/invocations", body: '{"due":"nothing"}' },
  ]);
});

test("a function that answers nothing", async () => {
  const { settings } = await start({ body: "" });
  await expect(invokeFunction("f", {}, z.null(), settings)).resolves.toBeNull();
});

test.each([
  ["with a reason", failed({ body: { errorType: "Error", errorMessage: "the variable X is not set" } }), "the variable X is not set"],
  ["without one", failed({ body: "null" }), "no reason given"],
  ["with no JSON", failed({ body: "<html>" }), "no reason given"],
])("a function that fails %s", async (_, answer, why) => {
  const { settings } = await start(answer);
  await expect(invokeFunction("f", {}, shape, settings)).rejects.toMatchObject({
    code: "FunctionError",
    message: expect.stringContaining(why),
  });
});

test.each(wrongAnswers)("%s: once, and no answer", async (_, answer, code) => {
  const { settings, asked, secretAccessKey } = await start(answer);
  expect(await codeOf(invokeFunction("f", {}, shape, settings), secretAccessKey)).toBe(code);
  expect(asked).toHaveLength(1);
});
