/**
 * Whether what a function writes reaches CloudWatch Logs: its role must allow that. Without it there is no line, and no metric of one.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html Not here: whether the log group is there.
 */
import type { RequestLog } from "../../request-log";
import type { Entities } from "../access/entities";
import { judge } from "../policy/evaluate";
import type { LambdaFunction } from "./state";

interface MayLogOptions {
  entities(account: string): Entities | undefined;
  log: RequestLog;
}

export async function mayLog({ arn, configuration }: LambdaFunction, { entities, log }: MayLogOptions): Promise<boolean> {
  const [, , , region = "", account = ""] = arn.split(":");
  const { FunctionName: name, Role } = configuration;
  const role = await entities(account)?.role(Role.slice(Role.lastIndexOf("/") + 1));
  const stream = `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/${name}:log-stream:sandbox`;
  const denied = ["logs:CreateLogStream", "logs:PutLogEvents"].find((action) => {
    const { identity = [], boundary } = role ?? {};
    const principal = { account, arn: Role, kind: "session" as const, roleArn: Role };
    const gap = (what: string): void => log.addUnknown("logs", what);
    return !judge({ identity, ...(boundary ? { boundary } : {}) }, { action, resources: [stream], principal, context: {}, gap }).allowed;
  });
  if (denied) log.addDenied(denied, stream, Role);
  return denied === undefined;
}
