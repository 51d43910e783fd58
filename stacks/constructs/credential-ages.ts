/**
 * Alerts once when a provider's sending credentials are too old. No service measures their age, so each provider has a rule with a time. The
 * workflow that makes credentials current sets that time (workflows/credentials/issue.ts) and moves it with the next ones. Until then the rule is off.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html; why not a scheduler: docs/decisions/0016.
 */
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import { credentialAgeRule } from "../../declaration/names/secrets";
import { providersWithAge, tooOldAfterDays } from "../../declaration/rotation";
import type { Environment, ProviderName } from "../../declaration/schema/environment";
import { sendingProviders } from "../../mail/providers/sending-providers";

export interface CredentialAgesProps {
  environment: Environment;
  /** ARN. */
  alertTopic: string;
}

export class CredentialAges extends Construct {
  constructor(scope: Construct, id: string, { environment, alertTopic }: CredentialAgesProps) {
    super(scope, id);
    for (const provider of providersWithAge(environment)) {
      const rule = new CloudwatchEventRule(this, `${provider}-rule`, {
        name: credentialAgeRule(environment.name, provider),
        description: `Once, when the sending credentials for ${provider} are too old. \`twinpost credentials\` sets the time`,
        scheduleExpression: "rate(365 days)",
        state: "DISABLED",
        lifecycle: { ignoreChanges: ["schedule_expression", "state"] },
      });
      const input = JSON.stringify(message(environment, provider));
      new CloudwatchEventTarget(this, `${provider}-to-alerts`, { rule: rule.name, arn: alertTopic, input });
    }
  }
}

function message(environment: Environment, provider: ProviderName): string {
  const { name, rotation } = environment;
  const credentials = `The sending credentials of ${name} at ${sendingProviders[provider].title}`;
  const age = `are ${tooOldAfterDays(environment)} days old, and were to be replaced after ${rotation.everyDays}`;
  return `${credentials} ${age}. docs/monitoring.md#credentials-age says what to do.`;
}
