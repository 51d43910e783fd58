/**
 * Posts one alert, signed, to the one address that its secret names. It is told what came back, so that a test can say it. What may succeed later is
 * thrown: Lambda brings the alert again, twice, with the same id. What will not, such as an address that answers 404, is told in the log.
 */
import type { PostedAlert } from "../../mail/alerts/alert";
import { readSigningKey, type SignedPost, signPost } from "../../mail/alerts/standard-webhook";

/** The value of the secret. The earlier key signs too while receivers change over. */
export interface WebhookTarget {
  url: string;
  signingKey: string;
  earlierSigningKey?: string | undefined;
}

export interface PostAlertEffects {
  /** Undefined: the secret has no value yet. */
  target(): Promise<WebhookTarget | undefined>;
  /** @returns status 0 without an answer. */
  post(url: string, post: SignedPost): Promise<{ status: number; text: string; failure?: string }>;
  now(): Date;
}

export type Posted =
  | { is: "taken"; status: number; answer: string }
  | { is: "not taken"; status: number; why: string }
  | { is: "not posted"; why: string };

export async function postAlert(alert: PostedAlert, id: string, use: PostAlertEffects): Promise<Posted> {
  const target = await use.target();
  if (!target) return { is: "not posted", why: "the secret has no value yet" };
  const why = wrongTarget(target);
  if (why) return { is: "not posted", why };
  const keys = [target.signingKey, target.earlierSigningKey].flatMap((text) => readSigningKey(text ?? "") ?? []);
  const { status, text, failure } = await use.post(target.url, signPost({ id, at: use.now(), body: JSON.stringify(alert) }, keys));
  if (status >= 200 && status < 300) return { is: "taken", status, answer: text.slice(0, 200) };
  return { is: "not taken", status, why: failure ?? (text.slice(0, 200) || `status ${status}`) };
}

/** Whether another try may do better. */
export const isWorthAnother = (posted: Posted): boolean =>
  posted.is === "not taken" && (posted.status === 0 || posted.status === 429 || posted.status >= 500);

/** A program on the same machine may be asked without TLS: a sandbox's. */
function wrongTarget({ url, signingKey, earlierSigningKey }: WebhookTarget): string | undefined {
  if (!URL.canParse(url)) return "the secret's url is no address";
  const { protocol, hostname } = new URL(url);
  if (protocol !== "https:" && !["127.0.0.1", "localhost"].includes(hostname)) return "the secret's url is not https://";
  if (!readSigningKey(signingKey)) return "the secret's signingKey is not whsec_ and 24 to 64 bytes in base64";
  if (earlierSigningKey !== undefined && !readSigningKey(earlierSigningKey)) return "the secret's earlierSigningKey is not as signingKey";
  return undefined;
}
