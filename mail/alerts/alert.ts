/**
 * An alert as it is posted: what SNS brought of an alarm of CloudWatch, read into words that a receiver can route by. What is no alarm, such as the
 * sentence of an EventBridge rule, is passed on as its text.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
import { z } from "zod";
import { jsonOf } from "../json";

export interface PostedAlert {
  type: "alarm.rings" | "alarm.ended" | "alarm.unknown" | "alert" | "test";
  /** When it happened, ISO 8601. */
  timestamp: string;
  data: {
    environment: string;
    urgency: "page" | "ticket";
    /** One incident: the same when it begins and when it ends. */
    key: string;
    text: string;
    /** In the repository: what to do. */
    runbook?: string;
    reason?: string;
    /** Alarms that ring, of a joined one. */
    causes?: string[];
  };
}

const alarmSchema = z.looseObject({
  AlarmName: z.string(),
  AlarmDescription: z.string().nullish(),
  NewStateValue: z.enum(["ALARM", "OK", "INSUFFICIENT_DATA"]),
  NewStateReason: z.string().nullish(),
  StateChangeTime: z.string().nullish(),
  TriggeringChildren: z.array(z.looseObject({ Arn: z.string(), State: z.looseObject({ Value: z.string() }).nullish() })).nullish(),
});

const types = { ALARM: "alarm.rings", OK: "alarm.ended", INSUFFICIENT_DATA: "alarm.unknown" } as const;

export interface TopicMessage {
  /** The topic's own id of it: the same however often it comes. */
  id: string;
  text: string;
  at: string;
}

export function readAlert({ id, text, at }: TopicMessage, environment: string, urgency: "page" | "ticket"): PostedAlert {
  const alarm = alarmSchema.safeParse(jsonOf(text)).data;
  if (!alarm) return { type: "alert", timestamp: at, data: { environment, urgency, key: id, text: sentenceOf(text) } };
  const { AlarmName, AlarmDescription, NewStateValue, NewStateReason, StateChangeTime, TriggeringChildren } = alarm;
  const [runbook] = /docs\/[\w/-]+\.md/.exec(AlarmDescription ?? "") ?? [];
  const causes = (TriggeringChildren ?? []).flatMap(({ Arn, State }) =>
    State?.Value === "ALARM" ? [Arn.slice(Arn.indexOf(":alarm:") + 7)] : [],
  );
  return {
    type: types[NewStateValue],
    timestamp: StateChangeTime && !Number.isNaN(Date.parse(StateChangeTime)) ? new Date(StateChangeTime).toISOString() : at,
    data: {
      environment,
      urgency,
      key: AlarmName,
      text: AlarmDescription ?? AlarmName,
      ...(runbook ? { runbook } : {}),
      ...(NewStateReason ? { reason: NewStateReason } : {}),
      ...(causes.length > 0 ? { causes } : {}),
    },
  };
}

/** A rule's text comes as a JSON string. */
function sentenceOf(text: string): string {
  const value = jsonOf(text);
  return typeof value === "string" ? value : text;
}
