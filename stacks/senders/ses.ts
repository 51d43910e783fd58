/** Amazon SES in an email stack: the domain's identity, the user that sends, and what is watched: events, alarms, a dashboard. */
import { SendingAlarms } from "../constructs/sending-alarms";
import { SendingDashboard } from "../constructs/sending-dashboard";
import { SendingEvents } from "../constructs/sending-events";
import { SesSender } from "../constructs/ses-sender";
import { SesSmtpUser } from "../constructs/ses-smtp-user";
import type { Sender } from "./sender";

export const ses: Sender = {
  declare(stack, { environment, encryptionKey, alertTopic }) {
    const sender = new SesSender(stack, "ses", environment);
    new SesSmtpUser(stack, "ses-smtp", { environment, ses: sender });
    new SendingEvents(stack, "sending", { environment, ses: sender, encryptionKey });
    const alarms = new SendingAlarms(stack, "alarm", { environment, alertTopic }).arns;
    new SendingDashboard(stack, "dashboard", { environment, alarms });
    return sender.records;
  },
};
