/** What each sending provider adds to an email stack. */
import type { ProviderName } from "../../declaration/schema/environment";
import { capture } from "./capture";
import type { Sender } from "./sender";
import { sendgrid } from "./sendgrid";
import { ses } from "./ses";

export const senders: Record<ProviderName, Sender> = { sendgrid, ses, capture };
