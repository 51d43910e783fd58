/** One DNS record, for everybody: what is declared, planned, live or to be published is this and more. */

/** Types that are asked for. */
export type DnsType = "A" | "AAAA" | "CAA" | "CNAME" | "DS" | "MX" | "NS" | "PTR" | "SOA" | "TXT";

export interface DnsRecord<Text extends string | undefined = string> {
  /** Full name in lower case without a final dot. */
  name: Text;
  type: string;
  /** TXT: the whole text, not its quoting at a DNS host. Others: the target without a final dot, or the address. */
  value: Text;
  /** MX only. */
  priority?: number;
}

/** As a resolver gives it: "10 host" of an MX, "0 ." of a null MX. */
export const dataText = <Text extends string | undefined>({ type, value, priority = 0 }: DnsRecord<Text>): Text =>
  (type === "MX" && value !== undefined ? `${priority} ${value || "."}` : value) as Text;

/** In place of what only applying tells. */
export const knownAfterApply = "(known after apply)";
