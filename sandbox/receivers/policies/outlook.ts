/**
 * Outlook.com, Hotmail and Live, from "Outlook's New Requirements for High-Volume Senders" (Microsoft Defender for Office 365 blog, April
 * 2025, enforced since 5 May 2025) and the NDR article on 550 5.7.515. 5.7.509 is the reply that Microsoft's servers give under p=reject.
 * Published for high-volume senders only; that unauthenticated mail is refused at any volume is what senders report, not what Microsoft
 * publishes. The STARTTLS text is ours: the real service also takes plain text.
 * Not imitated: composite authentication, reputation, Exchange Online tenants.
 */
import { type Findings, passesDkim, passesSpf, passesSpfOrDkim, type ReceiverPolicy, type SmtpReply } from "../policy";

export const outlook: ReceiverPolicy = {
  name: "outlook",
  domain: "outlook.com",
  exchange: "outlook-com.olc.protection.outlook.com",
  mxPriority: 5,
  tlsRequired: { code: 530, text: "5.7.0 Must issue a STARTTLS command first" },
  dmarcReject: ({ authorDomain }) => ({
    code: 550,
    text: `5.7.509 Access denied, sending domain ${authorDomain} does not pass DMARC verification and has a DMARC policy of reject.`,
  }),
  rules: [
    { appliesTo: "everyone", isBroken: (findings) => !passesSpfOrDkim(findings), reply: belowRequiredLevel },
    {
      appliesTo: "bulk senders",
      isBroken: (findings) => !passesSpf(findings) || !passesDkim(findings) || findings.dmarc !== "pass",
      reply: belowRequiredLevel,
    },
  ],
};

function belowRequiredLevel(findings: Findings): SmtpReply {
  const word = (passes: boolean): string => (passes ? "Pass" : "Fail");
  const results = `Spf=${word(passesSpf(findings))}, Dkim=${word(passesDkim(findings))}, DMARC=${word(findings.dmarc === "pass")}`;
  const domain = findings.authorDomain ?? findings.mailFromDomain;
  return {
    code: 550,
    text: `5.7.515 Access denied, sending domain ${domain} does not meet the required authentication level. ${results}`,
  };
}
