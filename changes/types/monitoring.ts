/** Types that tell of trouble, and the journal of rotations. */
import { highestThresholds } from "../../declaration/alarms/alarms";
import { sesReviewedFrom } from "../../mail/providers/ses";
import type { GuardedResource } from "../guarded-resource";
import { text, type Value, type Values } from "../values";
import { tagRules } from "./access";
import { arnOf, lookedUp, madeAgain, named } from "./adopting";
import { readsWatched } from "./reads-watched";
import { recipientElsewhere } from "./recipients";
import { atLeast, free, needed, noFewer, nothing, ofName, once, only, type Rule, told } from "./rule";
import { isDeleted, type TypeRules } from "./type-rules";

const id = { id: free, arn: free };

/** From the rates at which AWS reviews an account, an alarm comes too late. What counts messages depends on the volume. */
const highest: Record<string, number> = {
  "Reputation.BounceRate": sesReviewedFrom.bounceRate,
  "Reputation.ComplaintRate": sesReviewedFrom.complaintRate,
};
const highestFailureRate = 0.5;
/** Of an alarm of ours, by the end of its name: what is declared, or what rings earlier. */
const threshold: Rule = {
  isHarmless: ({ willBe, all }) => {
    if (typeof willBe !== "number") return false;
    const known = highestThresholds.get(text(all.alarm_name).split("/")[1] ?? "");
    if (willBe <= 0 && known?.threshold !== willBe) return false;
    if (known) return known.compare === ">=" ? willBe <= known.threshold : willBe >= known.threshold;
    return willBe <= (all.namespace === undefined ? highestFailureRate : (highest[text(all.metric_name)] ?? Number.POSITIVE_INFINITY));
  },
};

/** Of a joined alarm: more that ring it may be added. */
const alarmRule: Rule = {
  isHarmless: ({ willBe, was, isNew }) => isNew || alternativesIn(was).every((each) => alternativesIn(willBe).includes(each)),
};

/** Of a ticket: the page of the same name may silence it, for minutes around it. */
const ownPage: Rule = {
  isHarmless: ({ willBe, all }) => {
    const ticket = text(all.alarm_name);
    return willBe === undefined || (ticket.endsWith("-ticket") && willBe === ticket.replace(/ticket$/, "page"));
  },
};
const minutes: Rule = { isHarmless: ({ willBe }) => willBe === undefined || (typeof willBe === "number" && willBe <= 300) };

/** The parts of "(A OR (B AND NOT C))". What is no list of alternatives from end to end is one part. */
function alternativesIn(rule: Value): string[] {
  const whole = text(rule);
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const [at, word] of whole
    .split(/([()]| OR )/)
    .filter(Boolean)
    .entries()) {
    if (depth === 0 && (at > 0 || word !== "(")) return [whole];
    if (word === ")") depth--;
    const ends = depth === 0 || (depth === 1 && word === " OR ");
    if (ends && part !== "") parts.push(part);
    if (at > 0) part = ends ? "" : part + word;
    if (word === "(") depth++;
  }
  return parts;
}

/** A rule that listens may not stop. That of a credential's age begins switched off; `twinpost credentials` switches it on. */
const listening = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
const state: Rule = {
  isHarmless: ({ willBe, was, isNew, all }) => (isNew ? all.event_pattern === undefined || willBe === listening : was === "DISABLED"),
};

const otherTargets = [
  ...["appsync", "batch", "ecs", "http", "kinesis", "redshift", "run_command", "sagemaker_pipeline", "sqs"].map(
    (kind) => `${kind}_target${kind === "run_command" ? "s" : ""}`,
  ),
  "dead_letter_config",
];

const othersAreTold = ({ before }: GuardedResource, all: readonly GuardedResource[]): boolean =>
  all.some(
    (each) =>
      each.type === "aws_sns_topic_subscription" && each.after && each.action !== "forget" && each.after.topic_arn === before?.topic_arn,
  );

export const monitoringTypes = {
  aws_cloudwatch_composite_alarm: {
    called: "joined alarm",
    name: "alarm_name",
    isRemade: true,
    adopting: named("alarm_name"),
    attributes: {
      ...{ ...id, ...tagRules, alarm_name: free, alarm_description: free, alarm_rule: alarmRule, ok_actions: free },
      ...{
        actions_enabled: only(true, undefined),
        alarm_actions: noFewer,
        insufficient_data_actions: noFewer,
        "actions_suppressor.alarm": ownPage,
        "actions_suppressor.wait_period": minutes,
        "actions_suppressor.extension_period": minutes,
      },
    },
  },
  aws_cloudwatch_dashboard: {
    called: "dashboard",
    name: "dashboard_name",
    adopting: named("dashboard_name"),
    isRemade: true,
    goesWith: () => true,
    attributes: { ...id, dashboard_arn: free, dashboard_name: free, dashboard_body: free },
  },
  aws_cloudwatch_event_rule: {
    called: "rule",
    name: "name",
    adopting: named("name"),
    attributes: {
      ...id,
      ...tagRules,
      name: once,
      description: free,
      event_pattern: free,
      schedule_expression: once,
      state,
      is_enabled: { isHarmless: ({ willBe, isNew }) => isNew || willBe !== false },
    },
    judge: readsWatched,
  },
  aws_cloudwatch_event_target: {
    called: "target of the rule",
    name: "rule",
    adopting: lookedUp("rule", "arn"),
    isRemade: true,
    attributes: {
      ...{
        ...id,
        rule: once,
        arn: ofName(/:(sns:[\w-]+:\d+:twinpost-[\w-]+|lambda:[\w-]+:\d+:function:twinpost-[\w-]+-watch)$/),
        target_id: free,
        input: free,
        input_transformer: free,
      },
      // A target of another kind, and what may lose an alert.
      ...Object.fromEntries(otherTargets.map((block) => [block, nothing])),
    },
    goesWith: ({ before }, all) => isDeleted(all, "aws_cloudwatch_event_rule", "name", before.rule),
  },
  aws_cloudwatch_metric_alarm: {
    called: "alarm",
    name: "alarm_name",
    isRemade: true,
    adopting: named("alarm_name"),
    attributes: {
      ...{ ...id, ...tagRules, alarm_name: free, alarm_description: free, threshold, ok_actions: free },
      ...{ actions_enabled: only(true, undefined), alarm_actions: noFewer, insufficient_data_actions: noFewer, treat_missing_data: once },
      ...{
        comparison_operator: once,
        evaluation_periods: once,
        metric_name: once,
        metric_query: once,
        namespace: once,
        period: once,
        statistic: once,
        dimensions: once,
      },
    },
  },
  aws_dynamodb_table: {
    called: "table",
    name: "name",
    adopting: named("name"),
    loss: ({ name }: Values) => (/-events$/.test(text(name)) ? "event-table" : "journal"),
    attributes: {
      ...{ ...id, ...tagRules, name: once, billing_mode: only("PAY_PER_REQUEST"), hash_key: once, range_key: once, attribute: once },
      ...{ "point_in_time_recovery.enabled": only(true), deletion_protection_enabled: only(true) },
      ...{ replica: nothing, server_side_encryption: once, import_table: nothing },
      ...{
        global_secondary_index: once,
        ttl: once,
        "ttl.enabled": told("events/not-taken", { isHarmless: ({ willBe, was }) => was !== true || willBe === true }),
      },
      ...{ "point_in_time_recovery.recovery_period_in_days": atLeast(35) },
    },
  },
  aws_sns_topic: {
    called: "topic",
    name: "name",
    adopting: arnOf("name", ({ account, region }) => `arn:aws:sns:${region}:${account}:`),
    attributes: {
      ...id,
      ...tagRules,
      name: once,
      kms_master_key_id: needed,
      signature_version: { isHarmless: ({ willBe, isNew }) => isNew || willBe === 2 },
    },
  },
  aws_sns_topic_policy: {
    called: "policy of the topic",
    name: "arn",
    adopting: named("arn"),
    givesAccess: true,
    policy: { attribute: "policy", kind: "topic" },
    attributes: { id: free, arn: once, owner: free },
    goesWith: ({ before }, all) => isDeleted(all, "aws_sns_topic", "arn", before.arn),
  },
  aws_sns_topic_subscription: {
    called: "subscription",
    name: "endpoint",
    // SNS gives the subscription that is there: https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
    adopting: madeAgain("topic_arn", "protocol", "endpoint"),
    // Its owner follows the link when it suits.
    volatile: ["confirmation_was_authenticated", "pending_confirmation"],
    attributes: {
      ...id,
      protocol: only("email", "https", "lambda", "sqs"),
      endpoint: free,
      topic_arn: once,
      raw_message_delivery: only(false, undefined),
    },
    isRemade: true,
    judge: recipientElsewhere,
    loss: ({ protocol }: Values) => (protocol === "sqs" ? "event-source" : "resource"),
    goesWith: othersAreTold,
  },
} as const satisfies Record<string, TypeRules>;
