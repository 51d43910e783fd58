/**
 * Alerts when somebody other than its named readers reads a secret, or tries to. Each kind of secret has its own readers; use of the
 * break-glass role always alerts. CloudTrail sends every call to EventBridge, but read-only calls match only a rule in the state set below; the account must
 * have a trail (audit-trail.ts). Without a full list of readers there is no rule, because every start of the application would alert. Reading
 * many secrets in one call is recorded as GetSecretValue of each.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import { watchSecretsOf } from "../../declaration/alarms/watch-secrets";
import { applicationSecret } from "../../declaration/names/application";
import { functionRoleArn } from "../../declaration/names/events";
import { roleArn } from "../../declaration/names/roles";
import { adminSecret, planSecret, providerSecret, secretReadRule } from "../../declaration/names/secrets";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import { tokensOf } from "../../declaration/tokens";
import { adminKind, functionsThatRead, rolesThatRead, type SecretKind } from "../policies/secret-policy";

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
      description: "A secret of the environment was read, or tried, by somebody who has no business with it",
      state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      eventPattern: JSON.stringify(readByOthers(environment)),
    });
    new CloudwatchEventTarget(this, "to-alerts", { rule: rule.name, arn: alertTopic, inputTransformer: alertText });
  }
}

function readByOthers(environment: Environment): object {
  const { name, secretReaders } = environment;
  const credentials = [applicationSecret(name), ...sendingProvidersOf(environment).map((provider) => providerSecret(name, provider))];
  const tokens = tokensOf(environment);
  const watching = watchSecretsOf(environment).map((secret) => secret.name);
  return {
    source: ["aws.secretsmanager"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventName: ["GetSecretValue"],
      $or: [
        othersThan(environment, "credentials", credentials, secretReaders),
        ...tokens.map((token) => othersThan(environment, adminKind(token), [adminSecret(name, token.service)])),
        othersThan(
          environment,
          "plan",
          tokens.map(({ service }) => planSecret(name, service)),
        ),
        ...(watching.length > 0 ? [othersThan(environment, "alerts", watching)] : []),
      ],
    },
  };
}

/** A secret is asked for by name or by ARN. */
function othersThan(environment: Environment, kind: SecretKind, secrets: string[], named: readonly string[] = []): object {
  const { region, account } = environment.aws;
  const roles = [
    ...rolesThatRead[kind].filter((role) => role !== "break-glass").map((role) => roleArn(environment, role)),
    ...functionsThatRead(kind).map((name) => functionRoleArn(environment, name)),
  ];
  const asked = secrets.flatMap((secret) => [
    { prefix: secret },
    { prefix: `arn:aws:secretsmanager:${region}:${account}:secret:${secret}` },
  ]);
  return {
    requestParameters: { secretId: asked },
    userIdentity: { arn: [{ "anything-but": { wildcard: [...named, ...roles].map(asCaller) } }] },
  };
}

/** A role's session has an ARN of its own, without the role's path; a user is its own caller. */
function asCaller(reader: string): string {
  const [, account, path = ""] = /^arn:aws:iam::(\d+):role\/(.+)$/.exec(reader) ?? [];
  return account === undefined ? reader : `arn:aws:sts::${account}:assumed-role/${path.slice(path.lastIndexOf("/") + 1)}/*`;
}

const alertText = {
  inputPaths: {
    who: "$.detail.userIdentity.arn",
    secret: "$.detail.requestParameters.secretId",
    from: "$.detail.sourceIPAddress",
    at: "$.time",
  },
  inputTemplate:
    '"<who> asked for the value of the secret <secret> from <from> at <at>, which is not expected of them. docs/monitoring.md says what to do."',
};
