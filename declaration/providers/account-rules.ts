/** The rules about sending providers' accounts, by provider: between the AWS accounts, and between them and the environments that live in them. */
import type { ProviderName } from "../../mail/providers/sending-providers";
import type { Fault } from "../check";
import type { DeclaredAccount } from "../schema/account";
import type { Environment } from "../schema/environment";
import { brokenSendgridAccounts } from "./sendgrid-account";

type AccountRule = (environments: readonly Environment[], accounts: readonly DeclaredAccount[]) => Fault[];

export const accountRules: Partial<Record<ProviderName, AccountRule>> = { sendgrid: brokenSendgridAccounts };
