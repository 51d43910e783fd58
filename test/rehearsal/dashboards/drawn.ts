/** The dashboard that a stack declares, drawn from what the sandbox's CloudWatch answers, in process. */
import type { Environment } from "../../../declaration/schema/environment";
import { pictureOf } from "../../../rehearsal/dashboards/look";
import type { AnsweredLine, DashboardPicture } from "../../../reports/dashboard/picture";
import type { CloudWatch } from "../../../sandbox/aws/cloudwatch/start";
import { ask } from "../../sandbox/aws/cloudwatch/asked";
import { synthesise } from "../../stacks/monitoring/synthesised";

interface Answered {
  MetricDataResults: { Id: string; Label: string; Timestamps: number[]; Values: number[] }[];
}

/** With the ARNs that references come to. */
export function bodyOf(environment: Environment): string {
  const { aws_cloudwatch_dashboard, aws_cloudwatch_metric_alarm } = synthesise(environment).resource;
  const body = aws_cloudwatch_dashboard.dashboard_sending?.dashboard_body ?? "";
  return body.replaceAll(/\$\{aws_cloudwatch_metric_alarm\.([\w-]+)\.arn\}/g, (_, id: string) => {
    const { account, region } = environment.aws;
    return `arn:aws:cloudwatch:${region}:${account}:alarm:${aws_cloudwatch_metric_alarm[id]?.alarm_name}`;
  });
}

export async function pictureFrom(cloudwatch: CloudWatch, { name, aws }: Environment, body: string, now: Date): Promise<DashboardPicture> {
  const picture = await pictureOf(`twinpost-${name}`, now, {
    dashboard: async () => body,
    async lines({ queries, from, to }): Promise<AnsweredLine[]> {
      const input = { MetricDataQueries: queries, StartTime: from / 1000, EndTime: to / 1000, ScanBy: "TimestampAscending" };
      const answer = await ask(cloudwatch, "GetMetricData", input, aws);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer));
      return (answer as unknown as Answered).MetricDataResults.map(({ Id, Label, Timestamps, Values }) => ({
        id: Id,
        label: Label,
        points: Timestamps.map((at, index) => [at * 1000, Values[index] ?? 0] as const),
      }));
    },
    alarms: async () =>
      new Map(
        cloudwatch
          .alarms(aws.account, aws.region)
          .all()
          .map(({ arn, state }) => [arn, state.value]),
      ),
  });
  if (!picture) throw new Error("there is no dashboard");
  return picture;
}
