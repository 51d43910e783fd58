/**
 * The functions that watch: one that is started every ten minutes and asks how everything is, and, where a webhook is declared, one to which the topics
 * of alerts are subscribed, and which posts them, signed. EventBridge and SNS may start them, each for what is the environment's.
 */
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import type { Urgency } from "../../declaration/alarms/alarm";
import { functionsOf } from "../../declaration/events";
import { watchRule } from "../../declaration/names/alarms";
import { eventTable } from "../../declaration/names/events";
import { providersWithAge } from "../../declaration/rotation";
import type { Environment } from "../../declaration/schema/environment";
import { functionArn } from "../policies/arns";
import { EventFunction } from "./event-function";

export interface WatchFunctionsProps {
  environment: Environment;
  /** ARNs. */
  topics: Record<Urgency, string>;
  /** Of providers, for what asks them. */
  variables: Readonly<Record<string, string>>;
}

export class WatchFunctions extends Construct {
  constructor(scope: Construct, id: string, props: WatchFunctionsProps) {
    super(scope, id);
    const functions = functionsOf(props.environment);
    if (functions.includes("watch")) this.watch(props);
    if (functions.includes("notify")) this.notify(props);
  }

  private watch({ environment, variables }: WatchFunctionsProps): void {
    const { name, alerts, frontendUrl, sendingDomain } = environment;
    const { arn, functionName } = new EventFunction(this, "watch", {
      environment,
      name: "watch",
      purpose: "Asks providers, registry and certificate how they are",
      // A provider that does not answer is waited for; the next run is ten minutes away.
      seconds: 120,
      variables: {
        TWINPOST_EVENT_TABLE: eventTable(name),
        // In an order of its own: to change over primary and standby changes nothing here.
        TWINPOST_PROVIDERS: providersWithAge(environment).sort().join(","),
        TWINPOST_SENDING_DOMAIN: sendingDomain,
        TWINPOST_FRONTEND_URL: frontendUrl,
        ...(alerts.heartbeat ? { TWINPOST_HEARTBEAT: "yes" } : {}),
        ...variables,
      },
    });
    const rule = new CloudwatchEventRule(this, "schedule", {
      name: watchRule(name),
      description: "Every ten minutes: is all well?",
      scheduleExpression: "rate(10 minutes)",
    });
    new LambdaPermission(this, "schedule-may-start", {
      action: "lambda:InvokeFunction",
      functionName,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    });
    new CloudwatchEventTarget(this, "starts-watch", { rule: rule.name, arn });
  }

  private notify({ environment, topics }: WatchFunctionsProps): void {
    const { functionName } = new EventFunction(this, "notify", {
      environment,
      name: "notify",
      purpose: "Posts alerts, signed, to the address in a secret",
      variables: {},
    });
    // By its name, so that a plan says whom the topics would tell.
    const endpoint = functionArn(environment, "notify");
    const told: Urgency[] = environment.alerts.webhook === "all" ? ["page", "ticket"] : ["page"];
    for (const urgency of told) {
      const topicArn = topics[urgency];
      const permission = new LambdaPermission(this, `${urgency}s-may-start`, {
        action: "lambda:InvokeFunction",
        functionName,
        principal: "sns.amazonaws.com",
        sourceArn: topicArn,
      });
      new SnsTopicSubscription(this, `${urgency}s`, { topicArn, protocol: "lambda", endpoint, dependsOn: [permission] });
    }
  }
}
