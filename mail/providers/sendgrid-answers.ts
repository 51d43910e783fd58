/**
 * What SendGrid answers over SMTP: https://www.twilio.com/docs/sendgrid/for-developers/sending-email/smtp-errors-and-troubleshooting. The first
 * that fits counts.
 */
import type { AnswerText } from "../smtp/answer-subject";

export const sendgridAnswers: readonly AnswerText[] = [
  { says: /bad username \/ password/i, is: "credential" },
  { says: /authorization grant is invalid, expired, or revoked/i, is: "credential" },
  { says: /maximum credits exceeded/i, is: "provider" },
  { says: /(account|user).{0,20}(suspended|deactivated|banned|disabled)/i, is: "provider" },
  { says: /(not authorized to send from|does not match a verified sender identity)/i, is: "sender address" },
  { says: /unauthenticated senders not allowed/i, is: "credential" },
  { says: /too many (recipients|messages) received this hour/i, is: "rate" },
];
