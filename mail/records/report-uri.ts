/** Where reports go, as DMARC (RFC 9989 4.7) and TLS-RPT (RFC 8460 3) write it: "," separates, "!" once began a size, ";" ends the tag. */

/** A mailto URI (RFC 6068 2). "+" stays as it is: it is allowed, and not every reporter decodes. */
export function mailtoUri(address: string): string {
  const at = address.lastIndexOf("@");
  const localPart = encodeURIComponent(address.slice(0, at)).replaceAll("%2B", "+").replaceAll("!", "%21");
  return `mailto:${localPart}@${address.slice(at + 1)}`;
}

/** An address becomes a mailto URI; https endpoints, which only TLS-RPT knows, stay what they are. */
export const reportUri = (target: string): string =>
  target.startsWith("https://") ? target.replaceAll(",", "%2C").replaceAll(";", "%3B").replaceAll("!", "%21") : mailtoUri(target);
