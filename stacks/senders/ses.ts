/** Amazon SES in an email stack: the domain's identity, the SMTP user, events, alarms and a dashboard. */

import type { Sender } from "./sender";
import { SendingAlarms } from "./ses-alarms";
import { SendingDashboard } from "./ses-dashboard";
import { SendingEvents } from "./ses-events";
import { SesSender } from "./ses-sender";
import { SesSmtpUser } from "./ses-smtp-user";

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
