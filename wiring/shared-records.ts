/** The records that jobs share with the one that comments: a folder of evidence, as they wrote it. Who wrote it decides what it is worth; here it is only read. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { OperatorError } from "../declaration/operator-error";
import { type Evidence, type EvidenceKind, evidenceKinds, parseEvidence, writeEvidence } from "../evidence/evidence";
import type { Connections } from "./connections";
import { evidenceOf, type RecordRequest } from "./evidence";

export interface SharedRecords {
  records: Evidence[];
  /** By file. */
  unreadable: { file: string; why: string }[];
}

/** Does not fail: what was done is done, whether or not it can be told. */
export function shareRecord<Kind extends EvidenceKind>(request: RecordRequest<Kind>, folder: string, connections: Connections): void {
  try {
    writeShared(evidenceOf(request, connections), folder, connections);
  } catch (error) {
    connections.narrate(`the record for the comment was not written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** As "<target>.json"; of what is not a plan "<target>.<kind>.json". */
export function writeShared(evidence: Evidence, folder: string, { directory }: Pick<Connections, "directory">): void {
  const place = resolve(directory, folder);
  mkdirSync(place, { recursive: true });
  const name = evidence.kind === "planned" ? evidence.target : `${evidence.target}.${evidence.kind}`;
  writeFileSync(join(place, `${name}.json`), writeEvidence(evidence), { mode: 0o600 });
}

const head = z.object({ kind: z.enum(evidenceKinds as [EvidenceKind, ...EvidenceKind[]]), target: z.string().regex(/^[\w-]{1,64}$/) });

/** A folder of files, or of folders of files, as downloaded artifacts are. @throws OperatorError with exit code 2 when it is not there. */
export function readSharedRecords(folder: string, { directory }: Pick<Connections, "directory">): SharedRecords {
  const place = resolve(directory, folder);
  if (!existsSync(place))
    throw new OperatorError(`there is no folder ${place}`, "name the folder in which `plan --share` wrote", { exitCode: 2 });
  const files = readdirSync(place, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? readdirSync(join(place, entry.name)).map((name) => join(entry.name, name)) : entry.isFile() ? [entry.name] : [],
  );
  const read = files
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => ({ file, found: readRecord(readFileSync(join(place, file), "utf8")) }));
  return {
    records: read.flatMap(({ found }) => ("unreadable" in found ? [] : [found])),
    unreadable: read.flatMap(({ file, found }) => ("unreadable" in found ? [{ file, why: found.unreadable }] : [])),
  };
}

function readRecord(text: string): Evidence | { unreadable: string } {
  try {
    const { kind, target } = head.parse(JSON.parse(text));
    return parseEvidence(text, { kind, target });
  } catch {
    return { unreadable: "it is no record of Twinpost's" };
  }
}

/** The newest of each target. */
export const newestOf = <Kind extends EvidenceKind>({ records }: SharedRecords, kind: Kind): Evidence<Kind>[] => {
  const ofKind = records
    .filter((each): each is Evidence<Kind> => each.kind === kind)
    .sort((one, other) => other.at.getTime() - one.at.getTime());
  return ofKind.filter(({ target }, index) => ofKind.findIndex((each) => each.target === target) === index);
};
