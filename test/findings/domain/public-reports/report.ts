/**
 * Records that tools of this field have judged wrongly, with what is right and who says so. Most are shaped after public bug reports of such tools,
 * named beside them; the others are siblings of those. Names are examples. Two that are contested are left out, and nothing is told of them: one
 * exchanger with more than ten addresses (a permanent error by the letter of RFC 7208 4.6.4, which no known reader counts so), and bytes
 * behind the DER of a key (which OpenSSL reads).
 */
import { rsaPublicKey } from "../../../fixtures/rsa-public-keys";

export interface Report {
  id: string;
  /** Where a tool got one like it wrong, or which row it is a sibling of. */
  like: string;
  /** The document that says what is right. */
  source: string;
  /** `name TYPE value`, see zone-text.ts. */
  zone: readonly string[];
  /** Ids that have to be found; one that ends in "/" stands for any of its family. */
  tells?: readonly string[];
  /** Ids that must not be found. */
  silent?: readonly string[];
}

export const key = rsaPublicKey(2048);
export const dkim = (text: string): string => `s1._domainkey TXT "${text}"`;
export const dmarc = (text: string): string => `_dmarc TXT "${text}"`;
export const spf = (text: string): string => `@ TXT "${text}"`;
export const rua = "rua=mailto:r@DOMAIN";
export const healthyDmarc = dmarc(`v=DMARC1; p=reject; ${rua}`);
export const ed25519 = "5IdFsGCFL20FMKZd4f0AKiFcqglzr0nMGZaSSYWXq/4=";
export const noBreakSpace = "\u00a0";
