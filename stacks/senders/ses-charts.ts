/** What the dashboard shows of SES's own counts. */
import type { Metric } from "../../declaration/alarms/alarm";
import { day, hour } from "../../declaration/alarms/alarm";
import { sesConfigurationSet, sesMetrics } from "../../declaration/names/ses";
import type { Environment } from "../../declaration/schema/environment";
import { sesReviewedFrom } from "../../mail/providers/ses";
import { type Chart, inPercent, line, mathLines, percent, twoWeeks } from "../alarms/chart";
import { colourOfProvider } from "../alarms/colours";
import { alarmThresholds, enoughSends, failedShare } from "./ses-alarms";

export function sesCharts(environment: Environment): Chart[] {
  const thresholds = alarmThresholds(environment);
  const { color } = colourOfProvider("ses");
  const reputation = (title: string, name: string, kind: "bounce-rate" | "complaint-rate", reviewedFrom: number): Chart => ({
    title: `${title} of the whole SES account: good below ${percent(thresholds[kind])}`,
    unit: "%",
    stat: "Maximum",
    metrics: mathLines(
      "100 * rate",
      { rate: { namespace: sesMetrics.namespace, name, dimensions: {}, stat: "Maximum" } },
      { id: "reputation", label: "as SES reckons", color },
    ),
    marks: [
      { urgency: "ticket", at: inPercent(thresholds[kind]) },
      { urgency: "page", at: inPercent(reviewedFrom), label: "AWS reviews the account" },
    ],
  });
  const counted = (name: string): Metric => ({
    namespace: sesMetrics.namespace,
    name,
    dimensions: { [sesMetrics.configurationSetDimension]: sesConfigurationSet(environment.name) },
    stat: "Sum",
  });
  const failed = { send: counted(sesMetrics.send), bounce: counted(sesMetrics.bounce), reject: counted(sesMetrics.reject) };
  return [
    reputation("Bounce rate", sesMetrics.bounceRate, "bounce-rate", sesReviewedFrom.bounceRate),
    reputation("Complaint rate", sesMetrics.complaintRate, "complaint-rate", sesReviewedFrom.complaintRate),
    {
      title: `Failed in an hour, as SES counts: good up to ${percent(thresholds["failure-rate"])}; rings from ${enoughSends} messages`,
      unit: "%",
      seconds: hour,
      metrics: mathLines(`100 * ${failedShare}`, failed, { id: "failed", label: "of what was sent", color }),
      marks: [{ urgency: "ticket", at: inPercent(thresholds["failure-rate"]) }],
    },
    {
      title: `Sends a day, as SES counts: good below ${thresholds["sends-near-limit"]}, 80 % of what is declared`,
      unit: "messages",
      seconds: day,
      start: twoWeeks,
      metrics: [line(counted(sesMetrics.send), { label: "sent", color })],
      marks: [{ urgency: "ticket", at: thresholds["sends-near-limit"] }],
    },
  ];
}
