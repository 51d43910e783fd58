/**
 * What Amazon SES allows this account to send in this region: GetAccount of the API v2
 * (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html). Counted per recipient.
 */
import type { SESv2 } from "@aws-sdk/client-sesv2";
import type { SesSendingAccount } from "../../mail/providers/ses-account";
import { callAws } from "../aws/call";

export async function readSendingAccount(ses: SESv2): Promise<SesSendingAccount> {
  const answer = await callAws("SES GetAccount", () => ses.getAccount({}));
  const { Max24HourSend = 0, MaxSendRate = 0, SentLast24Hours = 0 } = answer.SendQuota ?? {};
  return {
    productionAccess: answer.ProductionAccessEnabled === true,
    review: answer.Details?.ReviewDetails?.Status,
    enforcement: answer.EnforcementStatus ?? "unknown",
    sendingEnabled: answer.SendingEnabled === true,
    perDay: unlimited(Max24HourSend),
    perSecond: unlimited(MaxSendRate),
    sentLast24Hours: SentLast24Hours,
    suppressed: answer.SuppressionAttributes?.SuppressedReasons ?? [],
  };
}

/** AWS writes -1 for no limit. */
const unlimited = (quota: number): number => (quota === -1 ? Number.POSITIVE_INFINITY : quota);
