/**
 * How strong an RSA public key is, in both forms that DKIM records have it in: bare (PKCS #1), as RFC 6376 3.6.1 asks, or in a SubjectPublicKeyInfo
 * (RFC 5280 4.1.2.7), as its examples and nearly everybody write it. OpenSSL judges what is a key.
 */
import { createPublicKey } from "node:crypto";

/** @param data base64. @returns undefined when it is no RSA key. */
export function rsaBits(data: string): number | undefined {
  const key = Buffer.from(data, "base64");
  const bare = unwrapped(key);
  return (bare && bitsOf(bare, "pkcs1")) ?? bitsOf(key, "spki") ?? bitsOf(key, "pkcs1");
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

/** SEQUENCE, the algorithm rsaEncryption (RFC 3279 2.3.1), BIT STRING; both lengths, of two bytes from 2048 bits on, are left out. */
const wrapping = Buffer.from("30820000300d06092a864886f70d01010105000382000000", "hex");

/** OpenSSL 3 takes 25 times as long to unwrap a key as to read it. Wrapped in any other way it is left to OpenSSL. */
function unwrapped(key: Buffer): Buffer | undefined {
  if (key.length <= wrapping.length || key.length > 0xffff) return undefined;
  const expected = Buffer.from(wrapping);
  expected.writeUInt16BE(key.length - 4, 2);
  expected.writeUInt16BE(key.length - 23, 21);
  return key.subarray(0, wrapping.length).equals(expected) ? key.subarray(wrapping.length) : undefined;
}
