/** What a message's standing means for who asks, and what to do next. */
import type { FailureClass } from "../../mail/events/failure-class";
import type { Standing } from "../../mail/events/standing";

interface Meaning {
  means: string;
  next: string;
}

const standings: Record<Exclude<Standing, "bounced" | "rejected">, Meaning> = {
  delivered: {
    means: "the receiver's server took it; no event says whether it is in the inbox or in the junk folder",
    next: "if the recipient does not find it: let the receiver's administrator look for it by the time and the answer, in junk and quarantine",
  },
  "on its way": {
    means: "the provider has it, and told nothing since",
    next: "wait: a provider tries for up to 72 hours, and tells the outcome",
  },
  "put off": {
    means: 'the receiver\'s server said "later"; the provider tries again by itself, for up to 72 hours',
    next: "wait; if it is urgent, let the receiver's administrator see the answer",
  },
  silent: {
    means: "no event tells the outcome, although the provider no longer tries: the event was lost, or could not be joined to this message",
    next: "ask the provider's support",
  },
  suppressed: {
    means: "the provider did not send it: the address is on its suppression list, since an earlier message bounced or was called spam",
    next: "once the recipient says that the address works, take it off the provider's list, and send again",
  },
  complained: { means: "the recipient called it spam", next: "do not write to this address again unless its owner asks for it" },
  unsubscribed: {
    means: "the recipient unsubscribed; no other event of this message is known",
    next: "write to this address only what it asked for",
  },
};

/** Of a message that was refused for good, by the receiver or by the provider. */
const failures: Record<FailureClass, Meaning> = {
  "bad address": {
    means: "nobody has this address, or its domain takes no mail",
    next: "ask the client for the right address, and send again to that one",
  },
  mailbox: {
    means: "the mailbox exists, and is full, switched off, or does not take this mail",
    next: "let the recipient free it, or name another address; then send again",
  },
  authentication: {
    means: "the receiver does not believe that the mail is from us: SPF, DKIM or DMARC did not hold",
    next: "this concerns all our mail: mend DNS first, then send again",
  },
  reputation: {
    means: "the receiver refuses the sender: its address, its domain, or by a blocklist",
    next: "this concerns more than one recipient: ask the provider's support",
  },
  rate: { means: "the receiver took no more mail at that time", next: "send again later" },
  content: {
    means: "the receiver refuses the message for its size, its attachment or its words",
    next: "change the message, then send it again",
  },
  technical: {
    means: "the receiver's server could not be reached, or the connection failed",
    next: "send again later; if it happens again, the receiver's administrator has to mend it",
  },
  suppressed: standings.suppressed,
  unknown: {
    means: "it was refused for a reason that is not in our tables",
    next: "read the answer above; if it does not help, ask the provider's support",
  },
};

/** It concerns every message of ours, not this recipient. */
export const isOurs = (failure: FailureClass | undefined): boolean => failure === "authentication" || failure === "reputation";

/** Only the provider knows more. */
export const isToAsk = (standing: Standing, failure: FailureClass | undefined): boolean =>
  standing === "silent" || (["bounced", "rejected"].includes(standing) && ["unknown", "reputation"].includes(failure ?? "unknown"));

export const meaningOf = (standing: Standing, failure: FailureClass | undefined): Meaning =>
  standing === "bounced" || standing === "rejected" ? failures[failure ?? "unknown"] : standings[standing];
