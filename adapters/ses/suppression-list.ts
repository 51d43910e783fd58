/**
 * The suppression list of an account's SES in a region, which all its environments share.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetSuppressedDestination.html
 */
import type { SESv2 } from "@aws-sdk/client-sesv2";
import { findInAws } from "../aws/call";

const absent = ["NotFoundException"];

/** @returns why it is on the list: "BOUNCE" or "COMPLAINT". */
export async function suppressionReason(ses: SESv2, address: string): Promise<string | undefined> {
  const answer = await findInAws("SES GetSuppressedDestination", absent, () => ses.getSuppressedDestination({ EmailAddress: address }));
  return answer?.SuppressedDestination?.Reason;
}

/** May be repeated. */
export async function takeOffSuppressionList(ses: SESv2, address: string): Promise<void> {
  await findInAws("SES DeleteSuppressedDestination", absent, () => ses.deleteSuppressedDestination({ EmailAddress: address }));
}
