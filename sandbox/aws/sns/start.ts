/**
 * SNS: topics as moto has them, subscriptions that are confirmed by their owners, and messages that really arrive, signed. Web hooks, queues and
 * functions get them; mail is kept where it can be looked at. What this does not do is in sandbox/README.md.
 */
import { randomUUID } from "node:crypto";
import type { Surroundings } from "../../surroundings";
import type { Answer, Answerer, Call } from "../call";
import { answerWith, type Protocol, readInput, refusalOf as refusalAnswer, ServiceError } from "../query-protocol";
import { type DeliverOptions, deliver } from "./deliver";
import { confirmation, type Envelope, notification, type Publication, subscribeUrl } from "./envelope";
import { type Publisher, refusalOf } from "./may-publish";
import { operations, type Sent, type SnsPlace } from "./operations";
import { type SnsMail, startPages } from "./pages";
import { makeSigningKey } from "./signing-key";
import { type Subscription, Subscriptions } from "./subscriptions";

interface SnsDelivery {
  topicArn: string;
  protocol: string;
  endpoint: string;
  messageId: string;
  /** Why it did not arrive. */
  failure?: string;
}

export interface Sns {
  answer: Answerer;
  /**
   * As a service of AWS does, if the topic's policy and its key's let it.
   * @returns the message's id, or why not, in AWS's words.
   */
  publish(publication: Sent & { by: Publisher; mail?: string }): Promise<{ messageId: string } | { refused: string }>;
  /** Where its certificates are, and its links lead; ends with a slash. */
  url: string;
  /** To subscribers by mail, oldest first. */
  mails(): readonly SnsMail[];
  /** One for each message and subscriber, once it arrived or was given up. */
  deliveries(): readonly SnsDelivery[];
  /** As somebody who follows the links in all mail that asks them. */
  followLinks(address: string): void;
  subscriptions(account: string, region: string): readonly Subscription[];
  /** Resolves when everything that was published has arrived or was given up. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export type SnsOptions = Omit<DeliverOptions, "log" | "authority">;

const protocol: Protocol = { namespace: "http://sns.amazonaws.com/doc/2010-03-31/", jsonVersion: "1.0" };
const footer = "If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:";

export async function startSns(
  { log, trouble, authority }: Pick<Surroundings, "log" | "trouble" | "authority">,
  options: SnsOptions,
): Promise<Sns> {
  const { holdings } = options;
  const places = new Map<string, Subscriptions>();
  const mails: SnsMail[] = [];
  const deliveries: SnsDelivery[] = [];
  const underway = new Set<Promise<void>>();
  let key: ReturnType<typeof makeSigningKey> | undefined;
  const deliverOptions = { ...options, log, authority: authority.pem };

  const at = (account: string, region: string): Subscriptions => {
    const known = places.get(`${account} ${region}`) ?? new Subscriptions();
    places.set(`${account} ${region}`, known);
    return known;
  };
  const ofTopic = (arn: string): { place: { account: string; region: string }; subscriptions: Subscriptions } => {
    const [, , , region = "", account = ""] = arn.split(":");
    return { place: { account, region }, subscriptions: at(account, region) };
  };
  const topicAt = (arn: string) => holdings.topic(ofTopic(arn).place, arn);
  async function signing(topicArn: string) {
    key ??= makeSigningKey();
    return { key: await key, version: (await topicAt(topicArn)).attributes.SignatureVersion ?? "1", url: server.url };
  }

  function begin(work: Promise<void>): void {
    const failed = (error: Error): void => log.addUnknown("sns", `the sandbox failed: ${error.message}`);
    const tracked: Promise<void> = work.catch(failed).finally(() => underway.delete(tracked));
    underway.add(tracked);
  }

  const delivered = (envelope: Envelope, subscription: Subscription): Promise<string | undefined> =>
    deliver(envelope, subscription, deliverOptions).catch((error: Error) => error.message);

  async function deliverTo(subscription: Subscription, publication: Publication, mail: string | undefined): Promise<void> {
    const { topicArn, protocol: kind, endpoint, arn } = subscription;
    const { messageId, message, subject = "AWS Notification Message" } = publication;
    const envelope = notification(publication, subscription, await signing(topicArn));
    if (kind === "email") {
      const text = `${mail ?? message}\n\n--\n${footer}\n${server.url}unsubscribe.html?SubscriptionArn=${arn}&Endpoint=${endpoint}\n`;
      mails.push({ to: endpoint, subject, text, at: publication.at });
    }
    const failure = kind === "email" ? undefined : await delivered(envelope, subscription);
    deliveries.push({ topicArn, protocol: kind, endpoint, messageId, ...(failure === undefined ? {} : { failure }) });
  }

  function send(sent: Sent, mail?: string): string {
    const publication = { ...sent, messageId: randomUUID(), at: new Date(trouble.now("sns")) };
    for (const subscription of ofTopic(sent.topicArn).subscriptions.ofTopic(sent.topicArn)) {
      if (subscription.isConfirmed) begin(deliverTo(subscription, publication, mail));
    }
    return publication.messageId;
  }

  async function askOwner(subscription: Subscription): Promise<void> {
    const { topicArn, protocol: kind, endpoint } = subscription;
    const now = new Date(trouble.now("sns"));
    const link = subscribeUrl(subscription, server.url);
    if (kind === "email") {
      const text = `You have chosen to subscribe to the topic:\n${topicArn}\n\nTo confirm this subscription, click or visit the link below:\n${link}\n`;
      mails.push({ to: endpoint, subject: "AWS Notification - Subscription Confirmation", text, at: now, subscribeUrl: link });
      return;
    }
    const messageId = randomUUID();
    const failure = await delivered(confirmation(messageId, now, subscription, await signing(topicArn)), subscription);
    deliveries.push({ topicArn, protocol: kind, endpoint, messageId, ...(failure === undefined ? {} : { failure }) });
  }

  const server = await startPages({ log, trouble }, mails, ofTopic, async () => {
    key ??= makeSigningKey();
    return key;
  });

  async function answer(call: Call): Promise<Answer | undefined> {
    const { service, operation, account, region } = call;
    if (service !== "sns") return undefined;
    if (operation === "DeleteTopic") at(account, region).forgetTopic(String(readInput(call).TopicArn));
    const known = operations[operation];
    if (!known) return undefined;
    const place: SnsPlace = {
      account,
      subscriptions: at(account, region),
      async requireTopic(arn) {
        if (!(await topicAt(arn)).attributes.TopicArn) throw new ServiceError(404, "NotFound", "Topic does not exist", "NotFoundException");
      },
      askOwner: (subscription) => begin(askOwner(subscription)),
      send: async (sent) => send(sent),
    };
    try {
      return answerWith(call, await known(place, readInput(call)), protocol);
    } catch (error) {
      if (error instanceof ServiceError) return refusalAnswer(call, error, protocol);
      throw error;
    }
  }

  return {
    answer,
    async publish({ by, mail, ...sent }) {
      const topic = await topicAt(sent.topicArn);
      if (!topic.attributes.TopicArn) return { refused: "Topic does not exist" };
      const refused = await refusalOf(by, sent.topicArn, topic, { holdings, log });
      return refused === undefined ? { messageId: send(sent, mail) } : { refused };
    },
    url: server.url,
    mails: () => mails,
    deliveries: () => deliveries,
    followLinks(address) {
      for (const subscription of [...places.values()].flatMap((each) => each.all())) {
        if (subscription.protocol === "email" && subscription.endpoint === address) subscription.isConfirmed = true;
      }
    },
    subscriptions: (account, region) => at(account, region).all(),
    async idle() {
      while (underway.size > 0) await Promise.allSettled(underway);
    },
    async stop() {
      await server.stop();
      await Promise.allSettled(underway);
    },
  };
}
