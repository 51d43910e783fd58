/**
 * A DKIM key record (RFC 6376 3.6.1, RFC 8463): which key, how strong, what it may be used for, whether it is revoked, and what is wrong with it and
 * where. The only reader of DKIM keys; nobody here writes them.
 */
import type { ParseError } from "../records/parse-error";
import { readTagList, type Tag, type TagGrammar, trim } from "../records/tag-list";
import { rsaBits } from "./rsa-key";

export interface DkimRecord {
  text: string;
  /** The public key in base64 without white space, to compare keys by; undefined when there is none, or it is revoked. */
  key: string | undefined;
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
  /** Service types; "*" is all. */
  services: string[];
  errors: ParseError[];
}

/** RFC 6376 2.8: folding white space, as in a header field. */
const fws = " \t\r\n";

/** RFC 6376 3.2: names and values are case-sensitive. */
const grammar: TagGrammar = { name: /^[A-Za-z][A-Za-z0-9_]*$/, ignoresCase: false, space: fws, spaceAroundEquals: true };

/** @param text the whole text of a TXT record at a selector. */
export function parseDkim(text: string): DkimRecord {
  const { tags, errors } = readTagList(text, grammar);
  const find = (name: string): Tag | undefined => tags.find((tag) => tag.name === name);
  const words = (name: string): string[] =>
    find(name)
      ?.value.split(":")
      .map((word) => trim(word, fws))
      .filter(Boolean) ?? [];
  const wrong = (tag: Tag, problem: string, expected: string): number =>
    errors.push({ place: tag.place, text: tag.text, problem, expected });

  const version = find("v");
  if (version && (version.value !== "DKIM1" || tags[0] !== version))
    wrong(version, "is not the version of a DKIM key", "v=DKIM1, first or not at all");
  const type = find("k");
  const keyType = type?.value ?? "rsa";
  if (type && keyType !== "rsa" && keyType !== "ed25519") wrong(type, "is an unknown key type", "rsa or ed25519");
  const hash = find("h");
  if (hash && !words("h").includes("sha256"))
    wrong(hash, "does not allow SHA-256, the only hash that verifiers accept", "h=sha256, or no h");
  const service = find("s");
  const services = service ? words("s") : ["*"];
  if (service && !services.some((each) => each === "*" || each === "email")) wrong(service, "is not for email", "s=email, s=*, or no s");
  const flags = words("t");
  const key = find("p");
  if (!key) errors.push({ place: text.length, text, problem: "has no key", expected: "p= and the public key" });
  const data = key?.value.replace(/[ \t\r\n]+/g, "") ?? "";
  const bits = keyType === "rsa" && isBase64(data) ? rsaBits(data) : undefined;
  if (key && data !== "" && !isReadable(data, keyType, bits)) {
    wrong(key, "is not a valid key", keyType === "ed25519" ? "32 bytes in base64" : "a complete RSA public key in base64");
  }
  return {
    text,
    key: data || undefined,
    keyType,
    isRevoked: key !== undefined && data === "",
    isTesting: flags.includes("y"),
    isStrict: flags.includes("s"),
    services,
    errors: errors.sort((one, other) => one.place - other.place),
    ...(bits === undefined ? {} : { bits }),
  };
}

/** There is no key on purpose: the text is empty, or the key withdrawn. */
export const isWithoutKey = (text: string): boolean => trim(text, fws) === "" || parseDkim(text).isRevoked;

/**
 * What makes a signature count: whole, not revoked, and no test (RFC 6376 3.6.1: "Verifiers MUST NOT treat messages from Signers in testing mode
 * differently from unsigned email"). How many bits a receiver wants is its own affair.
 */
export const isUsable = ({ key, isTesting, errors }: DkimRecord): boolean => key !== undefined && !isTesting && errors.length === 0;

function isReadable(data: string, keyType: string, bits: number | undefined): boolean {
  if (!isBase64(data)) return false;
  if (keyType === "ed25519") return Buffer.from(data, "base64").length === 32;
  return keyType !== "rsa" || bits !== undefined;
}

/** RFC 4648 4: Node's decoder forgives much that verifiers do not, missing padding above all. */
const isBase64 = (data: string): boolean => data.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(data);
