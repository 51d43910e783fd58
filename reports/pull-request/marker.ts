/**
 * The first line of a pull request's comment, which nobody sees: by it the comment is found again, and it says which plans were shown. It stands in
 * Base64, so nothing that is in it can end it. Whoever may write the comment may write anything there: what is read is compared and never believed.
 */
import { z } from "zod";
import type { CanonicalPart, CanonicalPlan } from "../../changes/canonical-plan";

const part = z.tuple([z.string(), z.string(), z.string()]);
const shown = z.object({
  /** Of the pull request when it was planned. */
  head: z.string().regex(/^[0-9a-f]{7,64}$/),
  targets: z.record(
    z.string(),
    z.object({
      key: z.string().regex(/^[0-9a-f]{64}$/),
      digest: z.string().regex(/^[0-9a-f]{64}$/),
      /** Name, action, beginning of the digest; absent where there are too many. */
      parts: z.array(part).exactOptional(),
    }),
  ),
});
export type ShownPlans = z.infer<typeof shown>;

const start = "<!-- twinpost-plans:1:";
const longest = 12_000;
const digestLength = 16;

export const isMarked = (body: string): boolean => body.startsWith(start);

export function markerOf(head: string, plans: readonly { target: string; canonical: CanonicalPlan }[]): string {
  const of = (withParts: boolean): ShownPlans => ({
    head,
    targets: Object.fromEntries(
      plans.map(({ target, canonical: { key, digest, parts } }) => [
        target,
        { key, digest, ...(withParts ? { parts: parts.map(tupleOf) } : {}) },
      ]),
    ),
  });
  const whole = markerText(of(true));
  return whole.length <= longest ? whole : markerText(of(false));
}

export const markerText = (plans: ShownPlans): string => `${start}${Buffer.from(JSON.stringify(plans)).toString("base64")} -->`;

/** @returns undefined for a comment without a marker, or with one that cannot be read. */
export function readMarker(body: string): ShownPlans | undefined {
  const [, base64] = /^<!-- twinpost-plans:1:([A-Za-z0-9+/=]{1,60000}) -->/.exec(body) ?? [];
  if (base64 === undefined) return undefined;
  try {
    return shown.safeParse(JSON.parse(Buffer.from(base64, "base64").toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

/** For comparing with what a marker holds. */
export const shortened = (parts: readonly CanonicalPart[]): CanonicalPart[] =>
  parts.map((each) => ({ ...each, digest: each.digest.slice(0, digestLength) }));

export const partsOf = (parts: readonly z.infer<typeof part>[]): CanonicalPart[] =>
  parts.map(([name, action, digest]) => ({ name, action, digest }));

const tupleOf = ({ name, action, digest }: CanonicalPart): z.infer<typeof part> => [name, action, digest.slice(0, digestLength)];
