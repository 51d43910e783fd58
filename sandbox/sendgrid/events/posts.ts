/**
 * Posts events to a webhook: a few together, signed where the webhook is, again while the answer is not 2xx, as SendGrid does for a day.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook (30 s or 768 kB, a rolling 24 h at growing
 * intervals) and .../getting-started-event-webhook-security-features. The clock here is 600 times as fast: a post waits 50 ms, and is given up after 144 s.
 * Belief: that a repeated post has the signature and time of the first; that redirects are not followed; 10 s until it counts as unanswered.
 */
import { sign } from "node:crypto";
import { setMaxListeners } from "node:events";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { RequestLog } from "../../request-log";
import type { Trouble } from "../../trouble";
import type { Webhook } from "../state";
import type { SendgridEvent } from "./event";

/** Where an address is here, and the Host header for it; undefined for one that the sandbox does not have. */
export type Reach = (url: string) => { url: string; host: string } | undefined;

export interface PostOptions {
  log: RequestLog;
  trouble: Trouble;
  reach: Reach;
}

const gatherMs = 50;
const longestPost = 768_000;
const firstRetryMs = 250;
const longestRetryMs = 10_000;
const givenUpAfterMs = 144_000;
const answerWithinMs = 10_000;

export class EventPosts {
  readonly #waiting = new Map<string, { webhook: Webhook; events: SendgridEvent[] }>();
  readonly #underway = new Set<Promise<void>>();
  readonly #stopped = new AbortController();
  #count = 0;

  constructor(private readonly options: PostOptions) {
    // Everything that waits listens to it.
    setMaxListeners(0, this.#stopped.signal);
  }

  /** Trouble names it "sendgrid event": it is late, lost, or told twice. */
  add(webhook: Webhook, event: SendgridEvent): void {
    this.#count += 1;
    const fault = this.options.trouble.decide("sendgrid event", `${event.event} ${this.#count}`);
    if (fault?.lostRequest) return;
    const times = fault?.lostAnswer ? 2 : 1;
    this.#run(async () => {
      if (fault) await this.#wait(fault.delayMs);
      for (let time = 0; time < times; time++) this.#gather(webhook, event);
    });
  }

  /** Resolves when everything was posted or given up. */
  async idle(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.idle();
  }

  #gather(webhook: Webhook, event: SendgridEvent): void {
    const known = this.#waiting.get(webhook.id);
    if (known) {
      known.events.push(event);
      return;
    }
    const gathered = { webhook, events: [event] };
    this.#waiting.set(webhook.id, gathered);
    this.#run(async () => {
      await this.#wait(gatherMs);
      this.#waiting.delete(webhook.id);
      await Promise.all(partsOf(gathered.events).map((part) => this.#post(webhook, part)));
    });
  }

  async #post(webhook: Webhook, body: Buffer): Promise<void> {
    const { log, trouble } = this.options;
    const headers = headersOf(webhook, body, Math.floor(trouble.now("sendgrid") / 1000));
    const end = performance.now() + givenUpAfterMs;
    for (let wait = firstRetryMs; performance.now() < end && !this.#stopped.signal.aborted; wait = Math.min(wait * 2, longestRetryMs)) {
      const started = performance.now();
      const status = await this.#postOnce(webhook.settings.url, headers, body);
      log.add({ service: "sendgrid", operation: "event webhook", status, ms: Math.round(performance.now() - started) });
      if (status >= 200 && status < 300) return;
      await this.#wait(wait);
    }
  }

  /** @returns 0 when nobody answered, or nobody is there: nothing leaves this machine. */
  #postOnce(url: string, headers: Record<string, string>, body: Buffer): Promise<number> {
    const there = this.options.reach(url) ?? onLoopback(url);
    if (!there) return Promise.resolve(0);
    return new Promise((resolve) => {
      const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(answerWithinMs)]);
      const request = http.request(there.url, { method: "POST", headers: { ...headers, host: there.host }, signal }, (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode ?? 0));
        response.once("error", () => resolve(0));
      });
      request.once("error", () => resolve(0));
      request.end(body);
    });
  }

  #run(work: () => Promise<void>): void {
    const running: Promise<void> = work().finally(() => this.#underway.delete(running));
    this.#underway.add(running);
  }

  async #wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
  }
}

/** As SendGrid writes it, with line ends that whoever parses it and writes it anew loses. */
function partsOf(events: readonly SendgridEvent[]): Buffer[] {
  const parts: string[][] = [[]];
  let length = 0;
  for (const event of events) {
    const text = JSON.stringify(event);
    if (length + text.length > longestPost) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(text);
    length += text.length;
  }
  return parts.map((part) => Buffer.from(`[${part.join(",\r\n")}]\r\n`));
}

function headersOf({ signing }: Webhook, body: Buffer, timestamp: number): Record<string, string> {
  const plain = {
    "content-type": "application/json; charset=utf-8",
    "user-agent": "SendGrid Event API",
    "content-length": String(body.length),
  };
  if (!signing) return plain;
  const signature = sign("sha256", Buffer.concat([Buffer.from(String(timestamp)), body]), { key: signing.privateKey, dsaEncoding: "der" });
  return {
    ...plain,
    "X-Twilio-Email-Event-Webhook-Signature": signature.toString("base64"),
    "X-Twilio-Email-Event-Webhook-Timestamp": String(timestamp),
  };
}

function onLoopback(url: string): { url: string; host: string } | undefined {
  const { protocol, hostname, host } = new URL(url);
  return protocol === "http:" && /^(127\.\d+\.\d+\.\d+|localhost)$/.test(hostname) ? { url, host } : undefined;
}
