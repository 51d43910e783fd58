/** What SES answers over SMTP: https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html. The first that fits counts. */
import type { AnswerText } from "../smtp/answer-subject";

export const sesAnswers: readonly AnswerText[] = [
  { says: /authentication credentials invalid/i, is: "credential" },
  { says: /maximum message count per session/i, is: "session" },
  { says: /timeout waiting for data from client/i, is: "session" },
  { says: /too many concurrent smtp connections/i, is: "rate" },
  { says: /throttling failure/i, is: "rate" },
  { says: /(daily message quota|maximum sending rate) exceeded/i, is: "rate" },
  { says: /sending (is |has been )?paused/i, is: "provider" },
  { says: /account not subscribed/i, is: "provider" },
  { says: /temporary (authentication|service) failure/i, is: "provider" },
  { says: /is not authorized to perform [`'"]?ses:/i, is: "credential" },
  { says: /email address is not verified/i, is: "sender address" },
  { says: /configuration set .{0,100}(does not exist|sending .{0,100}(paused|disabled))/i, is: "provider" },
  { says: /message is too long/i, is: "message" },
  { says: /(address unknown|invalid email address)/i, is: "recipient" },
];
