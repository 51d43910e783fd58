/** Amazon SES in an email stack: the domain's identity, the SMTP user, events, alarms and charts of its own counts. */

import type { Sender } from "./sender";
import { SendingAlarms } from "./ses-alarms";
import { sesCharts } from "./ses-charts";
import { SendingEvents } from "./ses-events";
import { SesSender } from "./ses-sender";
import { SesSmtpUser } from "./ses-smtp-user";

export const ses: Sender = {
  declare(stack, { environment, encryptionKey }) {
    const sender = new SesSender(stack, "ses", environment);
    new SesSmtpUser(stack, "ses-smtp", { environment, ses: sender });
    new SendingEvents(stack, "sending", { environment, ses: sender, encryptionKey });
    return sender.records;
  },
  watch: (stack, { environment, alertTopic }) => ({
    alarms: new SendingAlarms(stack, "alarm", { environment, alertTopic }).byKind,
    charts: sesCharts(environment),
  }),
};
