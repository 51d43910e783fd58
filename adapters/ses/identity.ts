/**
 * What Amazon SES says of a sending domain: GetEmailIdentity of the API v2
 * (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetEmailIdentity.html). Terraform makes the identity; SES looks at DNS by
 * itself, for up to 72 hours.
 */
import type { SESv2 } from "@aws-sdk/client-sesv2";
import { findInAws } from "../aws/call";

export interface SesIdentity {
  verifiedForSending: boolean;
  /** PENDING, SUCCESS, FAILED, TEMPORARY_FAILURE or NOT_STARTED. */
  dkim: string;
  /** PENDING, SUCCESS, FAILED or TEMPORARY_FAILURE; undefined without a MAIL FROM domain of its own. */
  mailFrom: string | undefined;
  /** The zone that DKIM CNAMEs point into; it differs by region. */
  signingHostedZone: string | undefined;
}

/** @returns undefined when SES does not know the domain. */
export async function readIdentity(ses: SESv2, domain: string): Promise<SesIdentity | undefined> {
  const answer = await findInAws("SES GetEmailIdentity", ["NotFoundException"], () => ses.getEmailIdentity({ EmailIdentity: domain }));
  if (!answer) return undefined;
  const { VerifiedForSendingStatus, VerificationStatus = "SUCCESS", DkimAttributes, MailFromAttributes } = answer;
  return {
    // VerifiedForSendingStatus alone has been seen true while the verification was pending.
    verifiedForSending: VerifiedForSendingStatus === true && VerificationStatus === "SUCCESS",
    dkim: DkimAttributes?.Status ?? "NOT_STARTED",
    mailFrom: MailFromAttributes?.MailFromDomain ? MailFromAttributes.MailFromDomainStatus : undefined,
    signingHostedZone: DkimAttributes?.SigningHostedZone,
  };
}
