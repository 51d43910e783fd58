/** Codes of virtual MFA devices, as an authenticator shows them: six digits, a new one every 30 seconds. RFC 6238. */
import { createHmac } from "node:crypto";

const stepSeconds = 30;

/** @param seed in base 32 (RFC 4648, 6). */
export const codeAt = (seed: string, at: Date): string => codeOfStep(seed, Math.floor(at.getTime() / 1000 / stepSeconds));

/** The neighbouring codes are taken too, as clocks differ. */
export const isCode = (seed: string, code: string, at: Date): boolean =>
  [-1, 0, 1].some((steps) => codeAt(seed, new Date(at.getTime() + steps * stepSeconds * 1000)) === code);

/** RFC 4226, 5.3. */
function codeOfStep(seed: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", fromBase32(seed)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, "").toUpperCase()]
    .map((character) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(character).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
