/**
 * A post of SendGrid's Event Webhook: its signature is checked over the bytes as they came, before anything is parsed, and it is answered with 200
 * only once all of it is queued. Any other answer makes SendGrid post it again, for 24 hours. The age of a post refuses nothing: a repeated one
 * is old, and an event that was taken already changes nothing.
 */
import type { KeyObject } from "node:crypto";
import type { PostVerdict, SignedPost } from "../../mail/events/signed-post";
import { jsonOf } from "../../mail/json";

export interface AcceptPostEffects {
  /** Two while one replaces the other. */
  keys(): Promise<readonly KeyObject[]>;
  verify(post: SignedPost, keys: readonly KeyObject[]): PostVerdict;
  /** Resolves once the queue has it. */
  enqueue(events: readonly unknown[]): Promise<void>;
  now(): number;
}

export interface AcceptedPost {
  status: 200 | 400 | 401 | 413 | 503;
  /** For the log and the metrics; no value of the post. */
  why?: string;
  queued: number;
  /** Of a signed post, against our clock. */
  ageSeconds?: number;
}

/** SendGrid posts at 768 kB; HTTP APIs take 10 MB. */
export const longestPost = 1_000_000;
/** SQS takes 256 KiB in every region. */
const longestMessage = 200_000;

export async function acceptPost(post: SignedPost, use: AcceptPostEffects): Promise<AcceptedPost> {
  if (post.body.length > longestPost) return refused(413, "too long");
  const keys = await use.keys().catch(() => undefined);
  if (!keys) return refused(503, "the keys cannot be read");
  const verdict = use.verify(post, keys);
  if (!verdict.signed) return refused(401, verdict.why);
  const ageSeconds = Math.round((use.now() - verdict.at) / 1000);
  const events = jsonOf(post.body.toString("utf8"));
  if (!Array.isArray(events)) return { ...refused(400, "no list of events"), ageSeconds };
  try {
    for (const part of partsOf(events)) await use.enqueue(part);
  } catch {
    return { ...refused(503, "the queue takes nothing"), ageSeconds };
  }
  return { status: 200, queued: events.length, ageSeconds };
}

const refused = (status: AcceptedPost["status"], why: string): AcceptedPost => ({ status, why, queued: 0 });

/** In their order, each part small enough for one message. An event that is larger by itself is told of and left out of the metrics by its reader. */
function* partsOf(events: readonly unknown[]): Generator<unknown[]> {
  let part: unknown[] = [];
  let length = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event));
    if (length + size > longestMessage && part.length > 0) {
      yield part;
      part = [];
      length = 0;
    }
    part.push(size > longestMessage ? null : event);
    length += Math.min(size, longestMessage) + 1;
  }
  if (part.length > 0) yield part;
}
