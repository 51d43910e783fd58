/**
 * What RFC 6376 and RFC 8301 say of a DKIM signature and its key that mailauth 4.13 lets pass: `mailauth` does the arithmetic, here is who may not count.
 * Not imitated: several TXT records at a selector (RFC 6376 3.6.2.2 leaves it open; mailauth takes the first).
 */
import { readTags } from "./tag-list";

export interface DkimFault {
  /** RFC 8601 2.7.1. */
  result: "permerror" | "neutral";
  /** As RFC 6376 6.1 puts it. */
  comment: string;
}

/** @param signature the value of the DKIM-Signature field. @returns undefined when nothing is wrong with it. */
export function signatureFault(signature: string, nowSeconds: number): DkimFault | undefined {
  const list = readTags(signature);
  if (!list || list.hasSyntaxErrors) return permanent("signature syntax error");
  const { tags } = list;
  const tag = (name: string): string => tags.get(name) ?? "";
  const words = (name: string): string[] => wordsOf(tag(name));
  // 6.1.1, in its order.
  if (tags.get("v") !== "1") return permanent("incompatible version");
  if (["a", "b", "bh", "d", "h", "s"].some((name) => tag(name) === "")) return permanent("signature missing required tag");
  const domain = tag("d").toLowerCase();
  const identity = tags.has("i") ? domainOf(tag("i")) : domain;
  if (identity !== domain && !identity.endsWith(`.${domain}`)) return permanent("domain mismatch");
  if (!words("h").some((name) => name.toLowerCase() === "from")) return permanent("From field not signed");
  const [signedAt, expiresAt] = [Number(tags.get("t")), Number(tags.get("x"))];
  if (tags.has("x") && (!(expiresAt >= nowSeconds) || expiresAt <= signedAt)) return permanent("signature expired");
  // 3.5: a verifier knows one way to get a key.
  if (tags.has("q") && !words("q").includes("dns/txt")) return permanent("unknown query method");
  // RFC 8301 3.1; RFC 8463.
  if (!["rsa-sha256", "ed25519-sha256"].includes(tag("a"))) return permanent("unsuitable signature algorithm");
  return undefined;
}

/** @param key the text of the selector's TXT record. */
export function keyFault(key: string, signature: string): DkimFault | undefined {
  const list = readTags(key);
  if (!list || list.hasSyntaxErrors) return permanent("key syntax error");
  const { tags, names } = list;
  const signed = readTags(signature)?.tags ?? new Map<string, string>();
  const [algorithm = "", hash = ""] = (signed.get("a") ?? "").split("-");
  // 3.6.1
  if (tags.has("v") && (tags.get("v") !== "DKIM1" || names[0] !== "v")) return permanent("no key for signature: version");
  const services = wordsOf(tags.get("s") ?? "*");
  if (!services.some((each) => each === "*" || each === "email")) return permanent("no key for signature: service type");
  // 6.1.2
  if (tags.has("h") && !wordsOf(tags.get("h") ?? "").includes(hash)) return permanent("inappropriate hash algorithm");
  if ((tags.get("k") ?? "rsa") !== algorithm) return permanent("inappropriate key algorithm");
  if (!tags.has("p")) return permanent("key syntax error");
  if (tags.get("p") === "") return permanent("key revoked");
  const flags = wordsOf(tags.get("t") ?? "");
  const domain = (signed.get("d") ?? "").toLowerCase();
  if (flags.includes("s") && signed.has("i") && domainOf(signed.get("i") ?? "") !== domain)
    return permanent("domain mismatch, and the key is strict");
  // "MUST NOT treat messages from Signers in testing mode differently from unsigned email"
  if (flags.includes("y")) return { result: "neutral", comment: "key in testing mode" };
  return undefined;
}

const permanent = (comment: string): DkimFault => ({ result: "permerror", comment });
const wordsOf = (value: string): string[] => value.split(":").map((word) => word.trim());
const domainOf = (identity: string): string => identity.slice(identity.lastIndexOf("@") + 1).toLowerCase();
