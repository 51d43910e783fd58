/**
 * Evidence in a folder of this machine: one file for the newest record of each kind and target. A record is written beside and renamed, so
 * that a run which is killed, or a full disk, leaves the old one; and for its owner alone. What cannot be read counts as none, and why is told once.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { OperatorError } from "../../declaration/operator-error";
import { type Evidence, type EvidenceKind, parseEvidence, writeEvidence } from "../../evidence/evidence";
import { readBoundedFile, TooLarge } from "../limits";

export interface FolderStore {
  /** Undefined when there is none that can be read. */
  read<Kind extends EvidenceKind>(kind: Kind, target: string): Evidence<Kind> | undefined;
  /** @throws OperatorError when it cannot be written; the record before it stays. */
  write(evidence: Evidence): void;
  delete(kind: EvidenceKind, target: string): void;
}

export interface FolderSettings {
  /** Where the records of a target lie. */
  folderOf(target: string): string;
  /** Told why a record counts as none. */
  tell(reason: string): void;
}

export function openFolderStore({ folderOf, tell }: FolderSettings): FolderStore {
  const told = new Set<string>();
  const fileOf = (kind: EvidenceKind, target: string): string => join(folderOf(target), `${kind}.json`);
  return {
    read: (kind, target) => {
      const file = fileOf(kind, target);
      const text = readText(file);
      if (text === undefined) return undefined;
      const read = typeof text === "string" ? parseEvidence(text, { kind, target }) : text;
      if (!("unreadable" in read)) return read;
      if (!told.has(file)) tell(`${file} counts as none: ${read.unreadable}`);
      told.add(file);
      return undefined;
    },
    write: (evidence) => writeWhole(fileOf(evidence.kind, evidence.target), writeEvidence(evidence)),
    delete: (kind, target) => {
      const file = fileOf(kind, target);
      rmSync(file, { force: true });
      for (const each of beside(file)) rmSync(each, { force: true });
    },
  };
}

function readText(file: string): string | { unreadable: string } | undefined {
  try {
    return readBoundedFile(file);
  } catch (error) {
    if (error instanceof TooLarge) return { unreadable: error.message };
    const { code = "" } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : { unreadable: `it cannot be read (${code})` };
  }
}

/** Whole or not at all, also after a loss of power: https://man7.org/linux/man-pages/man2/fsync.2.html, Notes. */
function writeWhole(file: string, text: string): void {
  const fresh = `${file}.${randomBytes(6).toString("hex")}.new`;
  try {
    makeFolder(dirname(file));
    writeFileSync(fresh, text, { flag: "wx", mode: 0o600, flush: true });
    renameSync(fresh, file);
    flushFolder(dirname(file));
  } catch (cause) {
    removeIfThere(fresh);
    throw cause instanceof OperatorError ? cause : unwritable(file, cause);
  }
}

/** Of a write that failed, which is what is told. */
function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}

/** For this user alone, with the folders above it. @throws OperatorError when it cannot be made. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // One of an older Twinpost is open to others.
    chmodSync(folder, 0o700);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

const unwritable = (path: string, cause: unknown): OperatorError =>
  new OperatorError(
    `${path} cannot be written (${(cause as NodeJS.ErrnoException).code})`,
    "make room there, or give yourself write access; TWINPOST_WORK_DIRECTORY names another place",
    { cause },
  );

/** Where a file system cannot do that for a folder, it is as safe as it can be. */
function flushFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } catch {
  } finally {
    closeSync(descriptor);
  }
}

/** What a run that was killed while writing has left. */
function beside(file: string): string[] {
  try {
    const left = readdirSync(dirname(file)).filter((name) => name.startsWith(`${basename(file)}.`) && name.endsWith(".new"));
    return left.map((name) => join(dirname(file), name));
  } catch {
    return [];
  }
}
