/** What sending providers have once per account, in the order of the stack. One that has nothing is not here. */
import type { ProviderName } from "../../declaration/schema/environment";
import type { AccountSender } from "./account-sender";
import { declareSendgridAccount } from "./sendgrid-account";
import { declareSesAccount } from "./ses-account";

export const accountSenders: Partial<Record<ProviderName, AccountSender>> = { ses: declareSesAccount, sendgrid: declareSendgridAccount };
