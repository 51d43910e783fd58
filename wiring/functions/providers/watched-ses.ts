/** How the watch function asks SES: the account's state, whether the SMTP user has a key that works, and what the configuration set delivered. */
import { z } from "zod";
import { hasCurrentValue } from "../../../adapters/aws/has-current-value";
import { metricSums } from "../../../adapters/aws/metric-sums";
import { elementsOf, form, readAnswer, requireElement, signedCall } from "../../../adapters/aws/signed-call";
import { providerSecret } from "../../../declaration/names/secrets";
import { sesConfigurationSet, sesMetrics, sesSmtpUser } from "../../../declaration/names/ses";
import type { AskedProvider } from "../../../workflows/watch/effects";
import { jsonService, required, type Variables } from "../environment";

const timeoutMs = 8_000;
const accountSchema = z.looseObject({ SendingEnabled: z.boolean(), EnforcementStatus: z.string().nullish() });

export function watchedSes(variables: Variables): AskedProvider {
  const environment = required(variables, "TWINPOST_ENVIRONMENT");
  const region = required(variables, "AWS_REGION");
  const sumOf = metricSums(jsonService(variables, "CLOUDWATCH", timeoutMs));

  async function account(): Promise<z.infer<typeof accountSchema>> {
    const asked = { called: "SES GetAccount", service: "ses", host: `email.${region}`, method: "GET", path: "/v2/email/account" } as const;
    return readAnswer(asked.called, await signedCall(asked, jsonService(variables, "SESV2", timeoutMs)), accountSchema);
  }

  async function hasActiveKey(): Promise<boolean> {
    const question = form({ Action: "ListAccessKeys", Version: "2010-05-08", UserName: sesSmtpUser(environment) });
    // IAM is in one region.
    const settings = { ...jsonService(variables, "IAM", timeoutMs), region: "us-east-1" };
    const called = "IAM ListAccessKeys";
    const answer = await signedCall({ called, service: "iam", host: "iam", ...question }, settings);
    requireElement(called, answer, "AccessKeyMetadata");
    return elementsOf(answer.text, "Status").includes("Active");
  }

  return {
    async standing() {
      const { SendingEnabled, EnforcementStatus } = await account();
      if (EnforcementStatus === "SHUTDOWN") return { stopped: 1, why: "AWS shut the account's sending down" };
      if (!SendingEnabled) return { stopped: 1, why: "sending is paused for the account" };
      // Before the first credentials nothing is refused.
      const isIssued = await hasCurrentValue(providerSecret(environment, "ses"), jsonService(variables, "SECRETS_MANAGER", timeoutMs));
      return isIssued && !(await hasActiveKey()) ? { stopped: 3, why: "the SMTP user has no active key" } : { stopped: 0 };
    },

    delivered: (span) =>
      sumOf(
        {
          namespace: sesMetrics.namespace,
          name: sesMetrics.delivery,
          dimensions: { [sesMetrics.configurationSetDimension]: sesConfigurationSet(environment) },
        },
        span,
      ),
  };
}
