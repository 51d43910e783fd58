/**
 * The hops that a receiver tells of in Received fields (RFC 5321 4.4), and which of them is its border: the topmost one that comes from outside.
 * Above it stand hops inside the receiver, below it whatever the sender liked to write.
 */
import { sharesOrganisationalDomain } from "../dmarc/organisational-domain";
import { isKnownInside, organisationOf } from "./known-receivers";

export interface Hop {
  /** The receiving host, in lower case; "" when it is not told. */
  by: string;
  /** The TLS version such as "TLSv1.3", or "TLS" when it is not told; undefined in the clear. */
  tls: string | undefined;
  isFromOutside: boolean;
}

export function parseReceived(value: string): Hop {
  const words = withoutComments(value).split(/\s+/);
  const start = words[0]?.toLowerCase() === "from" ? 1 : undefined;
  const place = words.findIndex((word, at) => at > (start ?? -1) && word.toLowerCase() === "by");
  const from = (start === undefined ? "" : (words[start] ?? "")).toLowerCase();
  const by = (place < 0 ? "" : (words[place + 1] ?? "")).toLowerCase().replace(/[.;]+$/, "");
  return { by, tls: tlsVersion(value), isFromOutside: from !== "" && by !== "" && !isInside(from, by, clientOf(value)) };
}

/**
 * Gmail's own hops have no "from"; Outlook's are between hosts of one organisation; Yahoo's come from private addresses. A sender may greet
 * by a name of the receiver, so what the receiver itself found out of the client decides, where it says that.
 */
function isInside(from: string, by: string, { name, address }: Client): boolean {
  if (isPrivate(from.replace(/^\[|\]$/g, ""))) return true;
  if (!sharesOrganisationalDomain(organisationOf(from), organisationOf(by))) return false;
  if (name !== "") return sharesOrganisationalDomain(organisationOf(name), organisationOf(by));
  return address === "" || isPrivate(address) || isKnownInside(address, by);
}

interface Client {
  name: string;
  address: string;
}

/** From the comment behind "from": "(name [address])" as Postfix, Gmail and most write it, or "(address)" as Exchange does. */
function clientOf(value: string): Client {
  const open = value.indexOf("(");
  const by = value.toLowerCase().indexOf(" by ");
  if (open < 0 || (by >= 0 && by < open)) return { name: "", address: "" };
  const words = value
    .slice(open + 1, (value.indexOf(")", open) + 1 || value.length + 1) - 1)
    .toLowerCase()
    .split(/[\s()[\]]+/)
    .filter((word) => word !== "");
  const address = words.map((word) => word.replace(/^ipv6:/, "")).find((word) => isAddress(word)) ?? "";
  const [first = ""] = words;
  const isName = first.includes(".") && !isAddress(first) && !first.includes("=");
  return { name: isName ? first.replace(/\.$/, "") : "", address };
}

const isAddress = (word: string): boolean => /^[\d.]{7,15}$/.test(word) || (/^[0-9a-f:.]{2,45}$/.test(word) && word.includes(":"));

/** RFC 1918, RFC 6598, loopback, link-local and RFC 4193. */
const isPrivate = (address: string): boolean =>
  /^(?:10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.[\d.]{1,12}$/.test(address) ||
  /^(?:::1$|f[cd][0-9a-f]{2}:|fe80:)/.test(address.replace(/^ipv6:/, ""));

/** Postfix writes "TLSv1.3", Gmail "TLS1_3". The protocol alone (RFC 3848; Yahoo: "SMTPs") tells that there was TLS. */
function tlsVersion(received: string): string | undefined {
  const version = /\bversion=(TLSv?[\d._]{1,8})/i.exec(received)?.[1];
  if (version) return version.replace("_", ".").replace(/^TLSv?/i, "TLSv");
  const words = withoutComments(received).split(/\s+/);
  const protocol = words[words.findIndex((word) => word.toLowerCase() === "with") + 1] ?? "";
  return words.some((word) => word.toLowerCase() === "with") && /^(?:UTF8)?E?SMTPSA?;?$/i.test(protocol) ? "TLS" : undefined;
}

/** Comments nest; a backslash takes from the next character what it means (RFC 5322 3.2.1, 3.2.2). */
function withoutComments(text: string): string {
  let depth = 0;
  let kept = "";
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\\") at++;
    else if (character === "(") depth++;
    else if (character === ")" && depth > 0) depth--;
    else if (depth === 0) kept += character;
  }
  return kept.trim();
}
