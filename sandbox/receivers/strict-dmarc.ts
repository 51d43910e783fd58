/**
 * A DMARC record as RFC 7489 6.3 and 6.6.3 read it, rewritten in the way that mailauth 4.13 understands: mailauth takes any case of the version, and
 * lower case of a mode only. An unknown tag is ignored; a bad `pct`, `ri`, `adkim` or `aspf` counts as its default. `p` may stand anywhere after `v`, as
 * the prose of 6.3 has it; its grammar would have it second, which no receiver is known to insist on.
 */
import { readTags } from "./tag-list";

const policies = ["none", "quarantine", "reject"];

/**
 * @returns the record; "no processing" when it asks for nothing that can be followed; undefined when the text is none, however much it looks like one.
 */
export function strictDmarc(text: string): string | "no processing" | undefined {
  // 6.3: the first tag, and precisely this value. Names are case-sensitive by RFC 6376 3.2, to which 6.3 refers.
  if (!/^v\s*=\s*DMARC1\s*(;|$)/.test(text)) return undefined;
  const tags = readTags(text)?.tags;
  if (!tags) return "no processing";
  const policy = tags.get("p")?.toLowerCase() ?? "";
  const below = tags.get("sp")?.toLowerCase();
  const isValid = policies.includes(policy) && (below === undefined || policies.includes(below));
  // 6.6.3: without a valid p or sp somebody who wants reports is taken to monitor.
  if (!isValid) return isReporting(tags.get("rua")) ? "v=DMARC1; p=none" : "no processing";
  const mode = (name: string): string => (tags.get(name)?.toLowerCase() === "s" ? "s" : "r");
  return [`v=DMARC1; p=${policy}`, ...(below ? [`sp=${below}`] : []), `adkim=${mode("adkim")}`, `aspf=${mode("aspf")}`].join("; ");
}

const isReporting = (rua = ""): boolean => rua.split(",").some((uri) => /^\s*(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)\s*$/i.test(uri));
