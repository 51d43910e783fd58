/**
 * Tells what becomes of an account's messages: to the topics of the configuration set that a message was sent with, and to whoever counts.
 * https://docs.aws.amazon.com/ses/latest/dg/monitor-using-event-publishing.html. Trouble names it "ses event": it is late, lost, or told twice.
 * Not here: event destinations other than SNS's topics.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Attempt } from "../../submission/backend";
import type { Answer } from "../../submission/deliver";
import type { Trouble } from "../../trouble";
import type { ConfigurationSet, SesState } from "../state";
import {
  bounceEvent,
  complaintEvent,
  delayEvent,
  deliveryEvent,
  type EventKind,
  rejectEvent,
  type SesEvent,
  sendEvent,
  suppressedEvent,
} from "./event";
import { type MailObject, mailObject, type Sent } from "./mail-object";
import { simulatedAnswer, simulatedBy } from "./simulator";
import { hasVirus } from "./virus";

/** As SNS's stand-in takes it. */
export interface Publication {
  topicArn: string;
  subject: string;
  message: string;
  by: { service: "ses.amazonaws.com"; account: string; sourceArn: string };
}

/** Of a message or of one of its recipients, for those who count. */
export interface CountedEvent {
  account: string;
  region: string;
  /** Belief: one SEND for a message, however many recipients it has. */
  type: EventKind;
  /** Milliseconds since 1970. */
  at: number;
  configurationSet?: ConfigurationSet;
}

export interface TellingEffects {
  publish(publication: Publication): Promise<void>;
  tell(event: CountedEvent): void;
  trouble: Trouble;
}

interface Known {
  set: string | undefined;
  mail: MailObject;
  rejected: boolean;
  /** Lower case; on the account's list when the message was taken. */
  suppressed: ReadonlySet<string>;
  delayed: Set<string>;
}

export class ToldEvents {
  readonly #known = new Map<string, Known>();
  readonly #underway = new Set<Promise<void>>();
  #count = 0;
  #isStopped = false;

  constructor(
    private readonly state: SesState,
    private readonly effects: TellingEffects,
  ) {}

  accept(sent: Omit<Sent, "configurationSet" | "at" | "account">, set: string | undefined): void {
    const { account, suppressed: list } = this.state;
    const mail = mailObject({ ...sent, account, at: this.#now(), configurationSet: set ?? "" });
    const rejected = hasVirus(sent.message);
    const reasons = this.#reasonsOf(set);
    const isListed = (address: string): boolean => reasons.includes(list.get(address) ?? "");
    const suppressed = new Set(sent.envelope.to.map((each) => each.toLowerCase()).filter(isListed));
    const known = { set, mail, rejected, suppressed, delayed: new Set<string>() };
    this.#known.set(sent.messageId, known);
    this.#tell(known, rejected ? rejectEvent(mail) : sendEvent(mail));
  }

  /** For whom SES does not try. */
  answerFor(messageId: string, recipient: string): Answer | undefined {
    const known = this.#known.get(messageId);
    if (known?.rejected) return { code: 554, reply: "554 rejected: Bad content" };
    if (known?.suppressed.has(recipient.toLowerCase())) return { code: 554, reply: "554 on the account's suppression list" };
    const simulated = simulatedBy(recipient);
    return simulated && simulatedAnswer(simulated);
  }

  learn(attempt: Attempt): void {
    const { messageId, recipient, result } = attempt;
    const known = this.#known.get(messageId);
    if (!known || known.rejected) return;
    const { mail, suppressed, delayed } = known;
    const at = this.#now();
    const simulated = simulatedBy(recipient);
    if (suppressed.has(recipient.toLowerCase())) this.#tell(known, suppressedEvent(mail, recipient, "OnAccountSuppressionList", at));
    else if (simulated === "suppressionlist") this.#tell(known, suppressedEvent(mail, recipient, "Suppressed", at));
    else if (result === "delivered") this.#tell(known, deliveryEvent(mail, attempt, at));
    else if (result === "refused") this.#bounce(known, attempt, at);
    else if (!delayed.has(recipient)) {
      delayed.add(recipient);
      this.#tell(known, delayEvent(mail, attempt, at));
    }
    if (simulated === "complaint") this.#tell(known, complaintEvent(mail, recipient, "Amazon SES Mailbox Simulator", at));
  }

  /** As a recipient does who calls it spam, where the receiver tells. */
  complain(messageId: string, recipient: string): void {
    const known = this.#known.get(messageId);
    if (!known) throw new Error(`the sandbox's SES has no message ${messageId}`);
    this.#suppress(known, recipient, "COMPLAINT");
    this.#tell(known, complaintEvent(known.mail, recipient, "ANY-REPORTING-TOOL (V0.01)", this.#now()));
  }

  /** Resolves when every event so far was published. */
  async idle(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  /** What is late then is not told any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.idle();
  }

  /** Only what bounces for good is put on the list. */
  #bounce(known: Known, attempt: Attempt, at: number): void {
    const event = bounceEvent(known.mail, attempt, at);
    const { bounceType } = event.body.bounce as { bounceType: string };
    if (bounceType === "Permanent" && !simulatedBy(attempt.recipient)) this.#suppress(known, attempt.recipient, "BOUNCE");
    this.#tell(known, event);
  }

  #suppress({ set }: Known, recipient: string, reason: "BOUNCE" | "COMPLAINT"): void {
    if (this.#reasonsOf(set).includes(reason)) this.state.suppressed.set(recipient.toLowerCase(), reason);
  }

  /** What the list takes in and holds back: a set's own choice goes before the account's. */
  #reasonsOf(set: string | undefined): readonly string[] {
    const { SuppressionOptions } = this.state.configurationSets.get(set ?? "")?.options ?? {};
    return (SuppressionOptions?.SuppressedReasons as string[] | undefined) ?? this.state.sendingAccount.suppressedReasons;
  }

  #tell({ set, mail }: Known, { kind, body }: SesEvent): void {
    const { account, region, configurationSets } = this.state;
    const configurationSet = set === undefined ? undefined : configurationSets.get(set);
    this.effects.tell({ account, region, type: kind, at: this.#now(), ...(configurationSet ? { configurationSet } : {}) });
    if (set === undefined) return;
    this.#count += 1;
    const fault = this.effects.trouble.decide("ses event", `${body.eventType} ${this.#count}`);
    if (fault?.lostRequest) return;
    const message = `${JSON.stringify(body)}\n`;
    const by = {
      service: "ses.amazonaws.com" as const,
      account: mail.sendingAccountId,
      sourceArn: this.state.arnOf("configuration-set", set),
    };
    const telling: Promise<void> = (async () => {
      if (fault) await sleep(fault.delayMs, undefined, { ref: false });
      for (const topicArn of this.#topicsOf(set, kind)) {
        for (let time = fault?.lostAnswer ? 2 : 1; time > 0; time--) {
          if (!this.#isStopped) await this.effects.publish({ topicArn, subject: "Amazon SES Email Event Notification", message, by });
        }
      }
    })()
      // SNS notes what it does not take; only a sandbox that is being stopped has no SNS.
      .catch((error: unknown) => {
        if (!this.#isStopped) throw error;
      })
      .finally(() => this.#underway.delete(telling));
    this.#underway.add(telling);
  }

  #topicsOf(set: string, kind: EventKind): string[] {
    const destinations = this.state.configurationSets.get(set)?.eventDestinations ?? [];
    return destinations.flatMap(({ Enabled, MatchingEventTypes = [], SnsDestination }) => {
      const { TopicArn } = (SnsDestination ?? {}) as { TopicArn?: string };
      return Enabled === true && TopicArn !== undefined && (MatchingEventTypes as string[]).includes(kind) ? [TopicArn] : [];
    });
  }

  #now(): number {
    return this.effects.trouble.now("ses");
  }
}
