/** Fields of a stranger's JSON. Any can be missing, of another type, or endless; what is not usable is undefined. */

export type Fields = Readonly<Record<string, unknown>>;

/** Fields are read by names that Object's prototype does not have; tables are asked by `entryOf`. */
export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** A table's entry by a stranger's word: "constructor" is none. */
export const entryOf = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const longestText = 1024;
/** Nearly all are, and this is the fast way to know. */
const isPrintable = /^[ -~]*$/;
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
const isBare = /^[!-~]+$/;

/** A number is taken as its digits. Control and direction characters become spaces: texts are printed. */
export function textOf(value: unknown, longest = longestText): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string") return undefined;
  const short = value.length > longest ? value.slice(0, longest) : value;
  const text = (isPrintable.test(short) ? short : short.replace(unprintable, " ")).trim();
  return text === "" ? undefined : text;
}

/** RFC 5321 4.5.3.1: 64 octets, an @, 255 octets. The local part's case is the receiver's to know. */
export function addressOf(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > 400) return undefined;
  const inBrackets = value.includes("<") ? /<([^<>]*)>\s*$/.exec(value)?.[1] : undefined;
  const address = (inBrackets ?? value).trim();
  const at = address.lastIndexOf("@");
  if (at < 1 || at > 64 || at === address.length - 1 || address.length > 320) return undefined;
  if (!isBare.test(address) && /[\p{Cc}\p{Cf}\s]/u.test(address)) return undefined;
  return address.slice(0, at) + address.slice(at).toLowerCase();
}

/** Between 2010 and 2100. */
const isTime = (ms: number): boolean => ms >= 1_262_304_000_000 && ms < 4_102_444_800_000;

/** RFC 3339, as SES writes it. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value)) return undefined;
  const ms = Date.parse(value);
  return isTime(ms) ? ms : undefined;
}

/** Seconds since 1970, as SendGrid writes it. */
export function secondsOf(value: unknown): number | undefined {
  const ms = Math.round(Number(typeof value === "string" || typeof value === "number" ? value : Number.NaN) * 1000);
  return isTime(ms) ? ms : undefined;
}
