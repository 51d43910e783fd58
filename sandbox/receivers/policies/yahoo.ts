/**
 * Yahoo and AOL, from "Sender Requirements & Recommendations" and "SMTP Error Codes" (senders.yahooinc.com) and help article SLN7253 for
 * the text of 554 5.7.9, which Yahoo gives for every authentication failure. The STARTTLS text is ours.
 * Not imitated: the SOA check of the From domain, complaint rate, deferrals (TS codes).
 */
import { passesDkim, passesSpf, passesSpfOrDkim, type ReceiverPolicy, type SmtpReply } from "../policy";

const notAccepted = (): SmtpReply => ({
  code: 554,
  text: "5.7.9 Message not accepted for policy reasons. See https://senders.yahooinc.com/smtp-error-codes",
});

export const yahoo: ReceiverPolicy = {
  name: "yahoo",
  domain: "yahoo.com",
  exchange: "mta5.am0.yahoodns.net",
  mxPriority: 1,
  tlsRequired: { code: 530, text: "5.7.0 Must issue a STARTTLS command first" },
  dmarcReject: notAccepted,
  rules: [
    { appliesTo: "everyone", isBroken: (findings) => !passesSpfOrDkim(findings), reply: notAccepted },
    {
      appliesTo: "bulk senders",
      isBroken: (findings) => !passesSpf(findings) || !passesDkim(findings) || findings.dmarc !== "pass",
      reply: notAccepted,
    },
  ],
};
