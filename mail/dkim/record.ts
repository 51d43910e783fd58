/**
 * A DKIM key record (RFC 6376 3.6.1, RFC 8463): which key, how strong, what it may be used for, whether it is revoked, and what is wrong with it and
 * where. public-key.ts compares keys; this is for telling people about one.
 */
import type { RecordError } from "../records/record-error";
import { readTagList, type Tag } from "../records/tag-list";
import { rsaBits } from "./rsa-key";

export interface DkimRecord {
  text: string;
  /** "rsa", "ed25519", or a word that verifiers do not know. */
  keyType: string;
  /** Of an RSA key that can be read. */
  bits?: number;
  /** An empty `p`: the key is withdrawn, signatures by it fail. */
  isRevoked: boolean;
  /** `t=y`: verifiers treat what is signed by it as unsigned. */
  isTesting: boolean;
  /** `t=s`: the signing domain has to be the key's own. */
  isStrict: boolean;
  /** Hash algorithms that it is limited to; none means all. */
  hashes: string[];
  /** Service types; "*" is all. */
  services: string[];
  errors: RecordError[];
}

/** @param text the whole text of a TXT record. */
export function parseDkimRecord(text: string): DkimRecord {
  const { tags, errors } = readTagList(text);
  const find = (name: string): Tag | undefined => tags.find((tag) => tag.name === name);
  const words = (name: string): string[] =>
    find(name)
      ?.value.toLowerCase()
      .split(":")
      .map((word) => word.trim())
      .filter(Boolean) ?? [];
  const wrong = (tag: Tag, problem: string, expected: string): number =>
    errors.push({ place: tag.place, text: tag.text, problem, expected });

  const version = find("v");
  if (version && (version.value !== "DKIM1" || tags[0] !== version))
    wrong(version, "is no version of a key", "v=DKIM1, first or not at all");
  const keyType = find("k")?.value.toLowerCase() ?? "rsa";
  const type = find("k");
  if (type && keyType !== "rsa" && keyType !== "ed25519") wrong(type, "names a kind of key that verifiers do not know", "rsa or ed25519");
  const hashes = words("h");
  const hash = find("h");
  if (hash && !hashes.includes("sha256")) wrong(hash, "leaves out SHA-256, the only hash that verifiers accept", "h=sha256, or no h");
  const services = find("s") ? words("s") : ["*"];
  const service = find("s");
  if (service && !services.some((each) => each === "*" || each === "email")) wrong(service, "is not for email", "s=email, s=*, or no s");
  const flags = words("t");
  const key = find("p");
  if (!key) errors.push({ place: text.length, text, problem: "has no key", expected: "p= and the public key" });
  const data = key?.value.replace(/\s+/g, "") ?? "";
  const bits = keyType === "rsa" ? rsaBits(data) : undefined;
  if (key && data !== "" && !isReadable(data, keyType, bits)) {
    wrong(key, "holds no key that can be read", keyType === "ed25519" ? "32 bytes in base64" : "an RSA public key in base64, whole");
  }
  return {
    text,
    keyType,
    isRevoked: key !== undefined && data === "",
    isTesting: flags.includes("y"),
    isStrict: flags.includes("s"),
    hashes,
    services,
    errors: errors.sort((one, other) => one.place - other.place),
    ...(bits === undefined ? {} : { bits }),
  };
}

function isReadable(data: string, keyType: string, bits: number | undefined): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return false;
  if (keyType === "ed25519") return Buffer.from(data, "base64").length === 32;
  return keyType !== "rsa" || bits !== undefined;
}
