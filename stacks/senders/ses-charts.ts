/** What the dashboard shows of SES's own counts. */
import { sesConfigurationSet, sesMetrics } from "../../declaration/names/ses";
import type { Environment } from "../../declaration/schema/environment";
import { sesReviewedFrom } from "../../mail/providers/ses";
import { type Chart, percent } from "../alarms/chart";
import { alarmThresholds, failureRate } from "./ses-alarms";

export function sesCharts(environment: Environment): Chart[] {
  const thresholds = alarmThresholds(environment);
  const reputation = (title: string, metric: string, kind: "bounce-rate" | "complaint-rate", reviewedFrom: number): Chart => ({
    title: `${title} of the account: good below ${percent(thresholds[kind])}, AWS reviews it from ${percent(reviewedFrom)}`,
    metrics: [[sesMetrics.namespace, metric]],
    stat: "Maximum",
    alarmAt: thresholds[kind],
  });
  const ofEnvironment = (metric: string, options: object = {}): unknown[] => [
    sesMetrics.namespace,
    metric,
    sesMetrics.configurationSetDimension,
    sesConfigurationSet(environment.name),
    options,
  ];
  return [
    reputation("Bounce rate", sesMetrics.bounceRate, "bounce-rate", sesReviewedFrom.bounceRate),
    reputation("Complaint rate", sesMetrics.complaintRate, "complaint-rate", sesReviewedFrom.complaintRate),
    {
      title: `Failure rate an hour, as SES counts: good up to ${percent(thresholds["failure-rate"])}`,
      metrics: [
        [{ expression: failureRate, label: "failure rate", id: "failed" }],
        ofEnvironment(sesMetrics.send, { id: "send", visible: false }),
        ofEnvironment(sesMetrics.bounce, { id: "bounce", visible: false }),
        ofEnvironment(sesMetrics.reject, { id: "reject", visible: false }),
      ],
      alarmAt: thresholds["failure-rate"],
    },
    {
      title: `Sends a day, as SES counts: good below ${thresholds["sends-near-limit"]}, 80 % of what is declared`,
      metrics: [ofEnvironment(sesMetrics.send)],
      seconds: 86_400,
      alarmAt: thresholds["sends-near-limit"],
    },
  ];
}
