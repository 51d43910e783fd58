/**
 * Fields that several kinds of evidence have. Objects are loose: what a newer Twinpost adds without raising the version is kept when an
 * older one reads it.
 */
import { z } from "zod";
import type { FindingId } from "../findings/catalogue";
import type { Finding } from "../findings/finding";

export const time = z.iso.datetime().transform((text) => new Date(text));

/** One of our own words, such as a provider's name; which ones there are is not repeated here. */
export const word = <Word extends string>() => z.string().min(1) as unknown as z.ZodType<Word>;

export const texts = z.array(z.string());

export const finding: z.ZodType<Finding> = z.looseObject({
  id: word<FindingId>(),
  severity: z.enum(["error", "warning", "info"]),
  what: z.string(),
  where: z.string(),
  remedy: z.string(),
  evidence: z
    .array(z.looseObject({ server: z.string(), question: z.string(), answer: z.string(), ttl: z.number().exactOptional() }))
    .exactOptional(),
});
