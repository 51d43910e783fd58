/**
 * How strong an RSA public key is, in both forms that DKIM records have it in: bare (PKCS #1), as RFC 6376 3.6.1 asks, or in a SubjectPublicKeyInfo
 * (RFC 5280 4.1.2.7), as its examples and nearly everybody write it.
 */
import { createPublicKey } from "node:crypto";

/** @param data base64. @returns undefined when it is no RSA key. */
export function rsaBits(data: string): number | undefined {
  const key = Buffer.from(data, "base64");
  return isUsual(key) ? usual.bits : (bitsOf(key, "spki") ?? bitsOf(key, "pkcs1"));
}

/** What stands around the modulus when it has 2048 bits and the exponent is 65537, as in nearly all keys: SubjectPublicKeyInfo in DER. */
const usual = {
  bits: 2048,
  start: Buffer.from("30820122300d06092a864886f70d01010105000382010f003082010a0282010100", "hex"),
  end: Buffer.from("0203010001", "hex"),
};

/** OpenSSL takes 0.1 ms to read a key, a tenth of the time that all of a domain takes. */
function isUsual(key: Buffer): boolean {
  const { bits, start, end } = usual;
  const modulus = key.subarray(start.length, -end.length);
  const isWhole = modulus.length === bits / 8 && (modulus[0] ?? 0) >= 0x80;
  return isWhole && key.subarray(0, start.length).equals(start) && key.subarray(-end.length).equals(end);
}

function bitsOf(key: Buffer, type: "spki" | "pkcs1"): number | undefined {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key, format: "der", type });
    return asymmetricKeyType === "rsa" ? asymmetricKeyDetails?.modulusLength : undefined;
  } catch {
    // Not of this form.
    return undefined;
  }
}
