/**
 * Gmail, from "Email sender guidelines" (support.google.com/a/answer/81126) and "Gmail SMTP errors and codes" (answer/3726730, of
 * 2026-02). Codes as published, texts shortened. Gmail publishes both 421 4.7.x (rate limited) and 550 5.7.x (blocked) for bulk
 * senders; this one always blocks, except for alignment, which is published with 421 only.
 * Not imitated: PTR (4.7.23, 5.7.25), spam rate, reputation, ARC, one-click unsubscribe.
 */
import { passesDkim, passesSpf, passesSpfOrDkim, type ReceiverPolicy } from "../policy";

export const gmail: ReceiverPolicy = {
  name: "gmail",
  domain: "gmail.com",
  exchange: "gmail-smtp-in.l.google.com",
  mxPriority: 5,
  resultsBelowReceived: true,
  tlsRequired: { code: 530, text: "5.7.0 Must issue a STARTTLS command first. - gsmtp" },
  dmarcReject: ({ authorDomain }) => ({
    code: 550,
    text: `5.7.26 Unauthenticated email from ${authorDomain} is not accepted due to domain's DMARC policy. - gsmtp`,
  }),
  rules: [
    {
      appliesTo: "everyone",
      isBroken: ({ authorDomain }) => authorDomain === undefined,
      reply: () => ({ code: 550, text: "5.7.1 Messages missing a valid address in the From: header are not accepted. - gsmtp" }),
    },
    {
      appliesTo: "everyone",
      isBroken: (findings) => !passesSpfOrDkim(findings),
      reply: ({ mailFromDomain, clientAddress }) => ({
        code: 550,
        text:
          "5.7.26 This email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with " +
          `either SPF or DKIM. DKIM = did not pass SPF [${mailFromDomain}] with ip: [${clientAddress}] = did not pass - gsmtp`,
      }),
    },
    {
      appliesTo: "bulk senders",
      isBroken: (findings) => !passesSpf(findings),
      reply: ({ clientAddress }) => ({
        code: 550,
        text: `5.7.27 This message was blocked because it didn't pass SPF authentication. SPF with ${clientAddress} = did not pass - gsmtp`,
      }),
    },
    {
      appliesTo: "bulk senders",
      isBroken: (findings) => !passesDkim(findings),
      reply: () => ({ code: 550, text: "5.7.30 This message was blocked because it didn't pass DKIM authentication. - gsmtp" }),
    },
    {
      appliesTo: "bulk senders",
      isBroken: ({ dmarcPolicy }) => dmarcPolicy === undefined,
      reply: () => ({ code: 550, text: "5.7.40 Your message was blocked because the sending domain doesn't have a DMARC record. - gsmtp" }),
    },
    {
      appliesTo: "bulk senders",
      isBroken: ({ dmarc }) => dmarc !== "pass",
      reply: () => ({
        code: 421,
        text: "4.7.32 Your email has been rate limited because the From: header isn't aligned with either SPF or DKIM. - gsmtp",
      }),
    },
  ],
};
