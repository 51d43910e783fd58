/** The public key of a DKIM record (RFC 6376 3.6.1). */
import { parseTagList } from "../records/tag-list";
import { rsaBits } from "./rsa-key";

export interface DkimPublicKey {
  /** Base64 without white space, to compare keys by. */
  text: string;
  /** Of an RSA key that can be read. */
  bits?: number;
}

/** @param text the whole text of a TXT record. @returns undefined when it holds no key, or a revoked one (an empty `p`). */
export function dkimPublicKey(text: string): DkimPublicKey | undefined {
  const key = parseTagList(text)?.get("p")?.replace(/\s+/g, "");
  if (!key) return undefined;
  const bits = rsaBits(key);
  return { text: key, ...(bits === undefined ? {} : { bits }) };
}
