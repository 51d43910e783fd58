import { failureClassOf, statusOf } from "../../../mail/events/failure-class";

/** IANA's registry of enhanced status codes, and the pages of Gmail, Microsoft and Yahoo beside each. */
test.each([
  ["5.1.1", undefined, "bad address"],
  ["5.1.10", undefined, "bad address"],
  ["5.1.8", undefined, "reputation"],
  ["4.2.2", undefined, "mailbox"],
  ["5.2.3", undefined, "content"],
  ["5.3.4", undefined, "content"],
  ["4.4.1", undefined, "technical"],
  ["5.6.0", undefined, "content"],
  // https://support.google.com/a/answer/3726730
  ["5.7.26", "550-5.7.26 this mail has been blocked because the sender is unauthenticated", "authentication"],
  ["4.7.32", undefined, "authentication"],
  ["4.7.28", "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail", "rate"],
  ["5.7.1", "550-5.7.1 likely unsolicited mail, low reputation of the sending domain", "reputation"],
  // https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online
  ["5.7.515", undefined, "authentication"],
  ["5.7.1", "550 5.7.1 rejected by DMARC policy", "authentication"],
  // A wrong address stays one, whatever the text mentions.
  ["5.1.1", "550 5.1.1 see our spf page", "bad address"],
  [undefined, "550 no such user", "bad address"],
  [undefined, "listed at spamhaus", "reputation"],
  [undefined, undefined, "unknown"],
  ["2.0.0", undefined, "unknown"],
])("%s %s is %s", (status, text, expected) => {
  expect(failureClassOf(status, text)).toBe(expected);
});

test.each([
  ["550 5.1.1 no such user", "5.1.1"],
  ["smtp; 550-5.7.26 blocked", "5.7.26"],
  ["5.1.1", "5.1.1"],
  ["550", undefined],
  ["version 1.2.3", undefined],
  ["from 185.1.2.3", undefined],
  ["5.1.1.1", undefined],
  [undefined, undefined],
])("the status of %j is %s", (text, expected) => {
  expect(statusOf(text)).toBe(expected);
});
