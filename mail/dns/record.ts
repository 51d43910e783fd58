/** One DNS record, for everybody: what is declared, planned, live or to be published is this and more. */
import { z } from "zod";

/** Types that are asked for. */
export type DnsType = "A" | "AAAA" | "CAA" | "CNAME" | "DS" | "MX" | "NS" | "PTR" | "SOA" | "TXT";

export interface DnsRecord<Text extends PlannedText = string> {
  /** Full name in lower case without a final dot. */
  name: Text;
  type: string;
  /** TXT: the whole text, not its quoting at a DNS host. Others: the target without a final dot, or the address. */
  value: Text;
  /** MX only. */
  priority?: number;
}

/**
 * What Terraform knows only after the apply (its "unknown value"), with what is known of it: "(known after apply)._domainkey.example.com".
 * Plain JSON, so that a plan can be kept.
 */
export interface Unknown {
  knownAfterApply: string;
}

/** Of a record that is declared or planned. */
export type PlannedText = string | Unknown;

export const plannedText = z.union([z.string(), z.object({ knownAfterApply: z.string() })]) satisfies z.ZodType<PlannedText>;

/** In a text, in place of what is not known. */
export const unknownPart = "(known after apply)";

/** Nothing of it is known. */
export const knownAfterApply: Unknown = { knownAfterApply: unknownPart };

export const isUnknown = (value: unknown): value is Unknown => typeof value === "object" && value !== null && "knownAfterApply" in value;

export const isKnown = (text: PlannedText | undefined): text is string => typeof text === "string";

/** For people. */
export const shownText = (text: PlannedText): string => (isKnown(text) ? text : text.knownAfterApply);

/** As a resolver gives it: "10 host" of an MX, "0 ." of a null MX. */
export const dataText = <Text extends PlannedText>({ type, value, priority = 0 }: DnsRecord<Text>): Text =>
  (type === "MX" && isKnown(value) ? `${priority} ${value || "."}` : value) as Text;
