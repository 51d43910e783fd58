/**
 * How much of an answer is taken in. Whoever answers may be broken or hostile, and everything is kept in memory; each limit is far above what
 * the real services say. DNS needs none: a message has 64 KiB at most, and what a server sends beyond it is dropped (dns/exchange.ts).
 */
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";

const kib = 1024;
const mib = 1024 * kib;

/** In bytes. */
export const limits = {
  /** One body, as it is once it is unpacked. GitHub's and Cloudflare's largest pages are about 1 MiB. */
  http: 16 * mib,
  /** One body; the state of Terraform is one. */
  aws: 64 * mib,
  /** One reply. A line has 512 bytes (RFC 5321 4.5.3.1.5). */
  smtp: 64 * kib,
  /** What a program writes to each of its outputs; a plan of a large stack as JSON is one. */
  program: 128 * mib,
  /** One file of ours, which somebody else may have written. */
  file: 64 * mib,
} as const;

export type Limit = keyof typeof limits;

/** Its message is for the operator. */
export class TooLarge extends Error {
  readonly code = "TooLarge";

  constructor(what: string, limit: Limit) {
    super(`${what} is larger than ${sizeText(limits[limit])}`);
  }
}

/** Text that comes in pieces. @throws TooLarge as soon as there is more than the limit. */
export async function readBounded(pieces: AsyncIterable<Uint8Array>, limit: Limit): Promise<string> {
  const read: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > limits[limit]) throw new TooLarge("the answer", limit);
    read.push(piece);
  }
  return new TextDecoder().decode(Buffer.concat(read));
}

/** @throws TooLarge, and what the file system says. */
export function readBoundedFile(path: string): string {
  const file = openSync(path, "r");
  try {
    if (fstatSync(file).size > limits.file) throw new TooLarge("the file", "file");
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}

const sizeText = (bytes: number): string => (bytes >= mib ? `${bytes / mib} MiB` : `${bytes / kib} KiB`);
