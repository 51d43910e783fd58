/**
 * Reads what a receiver concluded about a message from its topmost Authentication-Results header (RFC 8601) and others of the same receiver,
 * where it writes one per method, and how the message came in from the Received header (RFC 5321 4.4) of the receiver's border: above it
 * stand the hops inside. Whatever stands below the receiver's own could have been written by the sender.
 */

export interface MethodResult {
  /** "pass", "fail", "softfail", "none", "temperror", ... */
  result: string;
  /** Properties by "ptype.property", such as "header.d" or "smtp.mailfrom"; in lower case. */
  properties: Record<string, string>;
}

export interface Verdict {
  spf: MethodResult | undefined;
  dkim: MethodResult[];
  dmarc: MethodResult | undefined;
  /** The TLS version of the last hop, such as "TLSv1.3", or "TLS" when the receiver does not tell it; undefined when it was in the clear. */
  tls: string | undefined;
}

/** @param rawMessage the message as stored by the receiver. */
export function readVerdict(rawMessage: string): Verdict {
  const headers = readHeaders(rawMessage);
  const all = (field: string): string[] => headers.filter(([name]) => name === field).map(([, value]) => value);
  const [topmost = "", ...others] = all("authentication-results");
  const receiver = authorityOf(topmost);
  // RFC 8601 5: a receiver removes fields that claim to be its own. Without a name, only the place shows whose a field is.
  const results = [topmost, ...others.filter((value) => receiver !== "" && authorityOf(value) === receiver)].flatMap(parseResults);
  const received = all("received");
  return {
    spf: results.find(({ method }) => method === "spf"),
    dkim: results.filter(({ method }) => method === "dkim"),
    dmarc: results.find(({ method }) => method === "dmarc"),
    tls: tlsVersion(received.find(isFromOutside) ?? received[0] ?? ""),
  };
}

/**
 * Gmail's own hops have no "from"; Outlook's are between hosts of one domain; Yahoo's come from private addresses. A sender who greets by
 * a name of the receiver hides its hop from us; it is our own sending providers that we look at.
 */
function isFromOutside(received: string): boolean {
  const [, from = "", by = ""] = /^from\s+(\S+).*?\sby\s+(\S+)/i.exec(withoutComments(received)) ?? [];
  return from !== "" && !/^\[?(10\.|127\.|192\.168\.|::1)/.test(from) && organisationOf(from) !== organisationOf(by);
}

/** Outlook's hosts call themselves by any of three names, on both sides of one hop. */
const microsoft = ["outlook.com", "office365.com", "exchangelabs.com"];

function organisationOf(host: string): string {
  const name = host.toLowerCase().split(".").slice(-2).join(".");
  return microsoft.includes(name) ? "outlook.com" : name;
}

/** Who wrote an Authentication-Results field (its authserv-id); "" when it does not say. */
function authorityOf(value: string): string {
  const [first = ""] = withoutComments(value).trim().split(/[\s;]/, 1);
  return first.includes("=") ? "" : organisationOf(first);
}

/** Postfix writes "TLSv1.3", Gmail "TLS1_3". The protocol alone (RFC 3848; Yahoo: "SMTPs") tells that there was TLS. */
function tlsVersion(received: string): string | undefined {
  const version = /\bversion=(TLSv?[\d._]+)/i.exec(received)?.[1];
  if (version) return version.replace("_", ".").replace(/^TLSv?/i, "TLSv");
  return /\swith\s+(?:UTF8)?E?SMTPSA?\b/i.test(withoutComments(received)) ? "TLS" : undefined;
}

/** Header fields in order, unfolded (RFC 5322 2.2.3), names in lower case. */
function readHeaders(rawMessage: string): [name: string, value: string][] {
  const [head = ""] = rawMessage.split(/\r?\n\r?\n/, 1);
  return head
    .replace(/\r?\n(?=[ \t])/g, "")
    .split(/\r?\n/)
    .map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    });
}

/**
 * RFC 8601 2.2: authserv-id, then one result per method, separated by semicolons; comments may stand anywhere. Outlook leaves the
 * authserv-id out; it cannot be taken for a result, since a "=" in it would be in quotes.
 */
function parseResults(value: string): (MethodResult & { method: string })[] {
  const parts = withoutComments(value).match(/(?:[^;"]|"(?:[^"\\]|\\.)*"?)+/g) ?? [];
  return parts.flatMap((part) => {
    const match = /^\s*([a-z0-9-]+)(?:\/\d+)?\s*=\s*([a-z]+)(.*)$/i.exec(part);
    if (!match) return [];
    const [, method = "", result = "", rest = ""] = match;
    return [{ method: method.toLowerCase(), result: result.toLowerCase(), properties: parseProperties(rest) }];
  });
}

function parseProperties(text: string): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.matchAll(/([a-z0-9.-]+)\s*=\s*((?:"(?:[^"\\]|\\.)*"|[^\s"])+)/gi)) {
    properties[name.toLowerCase()] = value.replace(/^"([^"]*)"$/, "$1").toLowerCase();
  }
  return properties;
}

/** Comments nest, and hide semicolons; a backslash takes from the next character what it means (RFC 5322 3.2.1, 3.2.2). */
function withoutComments(text: string): string {
  let depth = 0;
  let kept = "";
  let quoted = false;
  for (const [character] of text.matchAll(/\\.|./gs)) {
    if (character === '"' && depth === 0) quoted = !quoted;
    if (character === "(" && !quoted) depth++;
    if (depth === 0) kept += character;
    if (character === ")" && depth > 0) depth--;
  }
  return kept;
}
