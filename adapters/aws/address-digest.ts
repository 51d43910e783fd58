/** Digests of addresses under a key that never leaves KMS: who has the store and not the key cannot try addresses. */
import type { Kms } from "./kms";

/** A message has some three events, close after each other: each asks KMS once, and KMS costs 3 cents for 10,000. */
const mostKept = 5_000;

/** @param keyId of an HMAC key: an id, an ARN or an alias. In hex. */
export function addressDigest(kms: Pick<Kms, "generateMac">, keyId: string): (address: string) => Promise<string> {
  const kept = new Map<string, string>();
  return async (address) => {
    const known = kept.get(address);
    if (known !== undefined) return known;
    const digest = Buffer.from(await kms.generateMac(keyId, address), "base64").toString("hex");
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? "");
    kept.set(address, digest);
    return digest;
  };
}
