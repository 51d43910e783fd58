/** DNS records of a plan, as lines: values are public once they are applied. */
import type { PlannedRecord, RecordChange } from "../../changes/dns-changes";
import { isKnown, shownText } from "../../mail/dns/record";
import { shortened } from "../../mail/forecast/shortened";

/** What a person has to take away or to publish. */
export const byHandLines = (changes: readonly RecordChange[]): string[] =>
  changes.flatMap(({ before, after }) => [
    ...(before ? [`  - ${recordText(before)}`] : []),
    ...(after ? [`  + ${recordText(after)}`] : []),
  ]);

/** One line where something appears or goes, two where it changes; a TTL only where that is what changes. */
export function recordLines({ before, after }: RecordChange): string[] {
  const withTtl = before?.ttl !== undefined && after?.ttl !== undefined && before.ttl !== after.ttl;
  const [old, fresh] = [before && recordText(before, withTtl), after && recordText(after, withTtl)];
  if (!old || !fresh) return [`      ${old ?? fresh}`];
  return old === fresh ? [`      ${fresh}`] : [`    - ${old}`, `    + ${fresh}`];
}

/** Values of DNS records are public. A DKIM key is as good as its two ends. */
function recordText({ name, type, value, ttl, priority, proxied, role }: PlannedRecord, withTtl = false): string {
  const text = isKnown(value) && role === "DKIM" ? shortened(value) : shownText(value);
  const quoted = type === "TXT" && isKnown(value) ? JSON.stringify(text) : text;
  const content = type === "MX" && priority !== undefined ? `${priority} ${quoted || "."}` : quoted;
  return `${shownText(name)} ${type} ${content}${proxied ? " (proxied)" : ""}${withTtl ? ` for ${ttl} s` : ""}`;
}
