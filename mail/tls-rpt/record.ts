/**
 * A TLS-RPT record (RFC 8460 3): whom senders tell that they could not reach a domain's mail servers over TLS. It is about mail to the domain, bounces
 * and replies, not about what we send.
 */
import type { ParseError } from "../records/parse-error";
import { readTagList, type TagGrammar, trim, wsp } from "../records/tag-list";

export interface TlsRptRecord {
  text: string;
  /** Valid targets, mailto and https URIs. */
  rua: string[];
  errors: ParseError[];
}

export const tlsRptName = (domain: string): string => `_smtp._tls.${domain}`;

/** Records that do not begin so are discarded; the version is case-sensitive (%s), and a field has to follow. */
export const isTlsRpt = (text: string): boolean => /^v=TLSRPTv1[ \t]*;/.test(text);

/** Names are case-sensitive here (%s"rua="), and nothing stands around "=". */
const grammar: TagGrammar = { name: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/, ignoresCase: false, space: wsp, spaceAroundEquals: false };

/** @param uris with ",", ";" and "!" encoded. */
export const formatTlsRpt = (uris: readonly string[]): string => `v=TLSRPTv1; rua=${uris.join(",")}`;

/** @param text for which `isTlsRpt` is true. */
export function parseTlsRpt(text: string): TlsRptRecord {
  const { tags, errors } = readTagList(text, grammar);
  const tag = tags.find(({ name }) => name === "rua");
  const uris = tag?.value.split(",").map((part) => trim(part, wsp)) ?? [];
  const expected = "mailto:name@domain or https://…, with , ; and ! encoded";
  if (!tag) errors.push({ place: text.length, text, problem: "has no rua tag", expected: `rua=${expected}` });
  for (const uri of uris)
    if (tag && !isTarget(uri)) errors.push({ place: tag.place, text: uri || tag.text, problem: "is not a report URI", expected });
  return { text, rua: uris.filter(isTarget), errors: errors.sort((one, other) => one.place - other.place) };
}

function isTarget(uri: string): boolean {
  if (!/^[!-~]+$/.test(uri) || uri.includes("!")) return false;
  const [, mailbox] = /^mailto:(.*)$/i.exec(uri) ?? [];
  if (mailbox === undefined) return /^https:\/\/./i.test(uri);
  const [local = "", domain = "", ...more] = mailbox.split("@");
  return local !== "" && more.length === 0 && domain.split(".").length > 1 && domain.split(".").every(Boolean);
}
