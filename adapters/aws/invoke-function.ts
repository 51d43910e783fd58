/** Calls a function of Lambda and waits for its answer. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
import { z } from "zod";
import { jsonOf } from "../../mail/json";
import { AwsError } from "./call";
import { type AwsServiceSettings, readAnswer, signedCall } from "./signed-call";

const failureSchema = z.looseObject({ errorMessage: z.string().optional() });

/** @throws AwsError when the function itself fails. */
export async function invokeFunction<T>(name: string, payload: object, shape: z.ZodType<T>, settings: AwsServiceSettings): Promise<T> {
  const called = "Lambda Invoke";
  const { text, headers, status } = await signedCall(
    {
      called,
      service: "lambda",
      host: `lambda.${settings.region}`,
      method: "POST",
      path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(payload),
    },
    settings,
  );
  if (headers.get("x-amz-function-error")) {
    const why = failureSchema.safeParse(jsonOf(text)).data?.errorMessage ?? "no reason given";
    throw new AwsError(`${called}: ${name} failed: ${why}`, "FunctionError", 200);
  }
  return readAnswer(`${called} of ${name}`, { status, text: text || "null" }, shape);
}
