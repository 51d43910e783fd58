/** CloudWatch asked in process, as the SDKs ask it (JSON) and as Terraform does (a form). */
import type { Call } from "../../../../sandbox/aws/call";
import type { CloudWatch } from "../../../../sandbox/aws/cloudwatch/start";
import { account, region } from "../place";

export async function ask(
  cloudwatch: CloudWatch,
  operation: string,
  input: object,
  place = { account, region },
): Promise<Record<string, unknown> & { status: number }> {
  const body = Buffer.from(JSON.stringify(input));
  const call = { service: "monitoring", operation, dialect: "json", ...place, body } as Call;
  const answer = await cloudwatch.answer(call);
  return { status: answer?.status ?? 0, ...(JSON.parse(String(answer?.body)) as object) };
}

export async function askByForm(cloudwatch: CloudWatch, operation: string, form: Record<string, string>): Promise<string> {
  const body = Buffer.from(new URLSearchParams({ Action: operation, ...form }).toString());
  const answer = await cloudwatch.answer({ service: "monitoring", operation, dialect: "query", account, region, body } as Call);
  return String(answer?.body);
}
