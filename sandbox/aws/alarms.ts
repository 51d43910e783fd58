/**
 * The state that an alarm has after PutMetricAlarm: "When you create an alarm, its state is immediately set to INSUFFICIENT_DATA"; "when you
 * update an existing alarm, its state is left unchanged" (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html).
 * moto says OK each time.
 */
import type { Answer, Answerer, Call } from "./call";
import type { MotoClient } from "./moto-client";
import { elements } from "./wire";

export const alarmStates =
  (moto: MotoClient): Answerer =>
  async (call) => {
    if (call.service !== "monitoring" || call.operation !== "PutMetricAlarm") return undefined;
    const name = nameIn(call);
    const before = elements(
      String((await ask(moto, call, { Action: "DescribeAlarms", "AlarmNames.member.1": name })).body),
      "StateValue",
    )[0];
    const answer = await moto.ask(call);
    if (answer.status !== 200) return answer;
    const StateReason = "Unchecked: Initial alarm creation";
    await ask(moto, call, { Action: "SetAlarmState", AlarmName: name, StateValue: before ?? "INSUFFICIENT_DATA", StateReason });
    return answer;
  };

const nameIn = ({ dialect, body }: Call): string =>
  dialect === "query"
    ? (new URLSearchParams(body.toString()).get("AlarmName") ?? "")
    : ((JSON.parse(body.toString()) as { AlarmName?: string }).AlarmName ?? "");

/** The same caller's call of another action. */
function ask(moto: MotoClient, call: Call, parameters: Record<string, string>): Promise<Answer> {
  const { authorization, host } = call.request.headers;
  const headers = { authorization, host, "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  const body = Buffer.from(new URLSearchParams({ Version: "2010-08-01", ...parameters }).toString());
  return moto.ask({ ...call, dialect: "query", request: { method: "POST", url: "/", headers }, body });
}
