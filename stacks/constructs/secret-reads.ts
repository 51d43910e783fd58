/**
 * Tells people when somebody reads a secret who is not named, or tries to. CloudTrail hands every call to EventBridge, calls that only read by
 * this state of a rule alone; the account's trail must be there (audit-trail.ts). Only where readers are named: without the whole list every
 * start of the application would be an alarm. Reading many secrets in one call is recorded as GetSecretValue of each.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import { roleArn, roleKinds, secretReadRule } from "../../environments/names";
import type { Environment } from "../../environments/schema";

export interface SecretReadsProps {
  environment: Environment;
  /** ARN. */
  alertTopic: string;
}

export class SecretReads extends Construct {
  constructor(scope: Construct, id: string, { environment, alertTopic }: SecretReadsProps) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, "rule", {
      name: secretReadRule(environment.name),
      description: "A secret of the environment was read, or tried, by somebody who is not named in secretReaders",
      state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      eventPattern: JSON.stringify(readByOthers(environment)),
    });
    new CloudwatchEventTarget(this, "to-alerts", { rule: rule.name, arn: alertTopic, inputTransformer: inWords });
  }
}

/** A secret is asked for by name or by ARN. */
function readByOthers({ name, aws, secretReaders }: Environment): object {
  const named = [...secretReaders, ...roleKinds.map((kind) => roleArn({ name, aws }, kind))];
  const own = `twinpost/${name}/`;
  return {
    source: ["aws.secretsmanager"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventName: ["GetSecretValue"],
      requestParameters: { secretId: [{ prefix: own }, { prefix: `arn:aws:secretsmanager:${aws.region}:${aws.account}:secret:${own}` }] },
      userIdentity: { arn: [{ "anything-but": { wildcard: named.map(asCaller) } }] },
    },
  };
}

/** A role's session has an ARN of its own, without the role's path; a user is its own caller. */
function asCaller(reader: string): string {
  const [, account, path = ""] = /^arn:aws:iam::(\d+):role\/(.+)$/.exec(reader) ?? [];
  return account === undefined ? reader : `arn:aws:sts::${account}:assumed-role/${path.slice(path.lastIndexOf("/") + 1)}/*`;
}

const inWords = {
  inputPaths: {
    who: "$.detail.userIdentity.arn",
    secret: "$.detail.requestParameters.secretId",
    from: "$.detail.sourceIPAddress",
    at: "$.time",
  },
  inputTemplate:
    '"<who> asked for the value of the secret <secret> from <from> at <at>, and is not a named reader. docs/monitoring.md says what to do."',
};
