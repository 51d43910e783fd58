/**
 * What a plan file says beside what `terraform show` prints: the state that it begins with and the plugins that it was made with. The file is a
 * ZIP archive (internal/plans/planfile in Terraform's sources); of the format only what Terraform writes is read (APPNOTE.TXT 4.3).
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import { z } from "zod";
import { OperatorError } from "../../declaration/operator-error";

export interface PlanFileFacts {
  /** Of the state before the plan; undefined before the first apply. */
  state?: { lineage: string; serial: number };
  /** SHA-256 of the dependency lock file that the plan holds. */
  plugins: string;
}

const state = z.object({ lineage: z.string(), serial: z.int().nonnegative() });

/** @throws OperatorError when it is no plan file. */
export function readPlanFile(file: string): PlanFileFacts {
  try {
    const entries = entriesOf(readFileSync(file));
    const lock = entries.get(".terraform.lock.hcl")?.() ?? Buffer.alloc(0);
    const { lineage, serial } = state.parse(JSON.parse(entries.get("tfstate")?.().toString("utf8") ?? ""));
    return { ...(lineage === "" ? {} : { state: { lineage, serial } }), plugins: createHash("sha256").update(lock).digest("hex") };
  } catch (cause) {
    throw new OperatorError(`${file} is no plan file of Terraform's`, "run `npx twinpost plan` again", { cause });
  }
}

const signatures = { end: 0x06054b50, central: 0x02014b50 };
const sizes = { end: 22, central: 46, local: 30 };
const longestComment = 65_535;
const stored = 0;
const deflated = 8;
/** Of an entry: a state of thousands of resources has a few megabytes. */
const longestEntry = 256 * 1024 * 1024;

/** By name; each is read when it is asked for. */
function entriesOf(zip: Buffer): Map<string, () => Buffer> {
  const end = endOf(zip);
  const entries = new Map<string, () => Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count--) {
    if (zip.readUInt32LE(at) !== signatures.central) throw new Error(`no entry at ${at}`);
    const [method, size, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    const [name, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const path = zip.toString("utf8", at + sizes.central, at + sizes.central + name);
    if (entries.has(path)) throw new Error(`two entries are called "${path}"`);
    entries.set(path, () => contentOf(zip, { method, size, local }));
    at += sizes.central + name + extra + comment;
  }
  return entries;
}

function contentOf(zip: Buffer, { method, size, local }: Record<"method" | "size" | "local", number>): Buffer {
  const start = local + sizes.local + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + size);
  if (method === stored) return bytes;
  if (method === deflated) return inflateRawSync(bytes, { maxOutputLength: longestEntry });
  throw new Error(`the compression method ${method} is not known`);
}

function endOf(zip: Buffer): number {
  for (let at = zip.length - sizes.end; at >= Math.max(0, zip.length - sizes.end - longestComment); at--)
    if (zip.readUInt32LE(at) === signatures.end) return at;
  throw new Error("no end of a directory");
}
