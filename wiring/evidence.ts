/** Wires evidence to a folder of this machine, and adds source, commit, time and person to each record. */
import { join } from "node:path";
import { whoActs } from "../adapters/process/actor";
import { readCommit } from "../adapters/process/commit";
import { type FolderStore, openFolderStore } from "../adapters/store/folder";
import { allName, stackName } from "../declaration/names/stacks";
import { OperatorError } from "../declaration/operator-error";
import { namesStandIn } from "../declaration/service-addresses";
import type { Evidence, EvidenceKind, Result, Source } from "../evidence/evidence";
import type { Connections } from "./connections";
import { workDirectory } from "./work-directory";

/** The folder, and where faults are reported. */
type Place = Pick<Connections, "env" | "directory" | "narrate">;

export interface RecordRequest<Kind extends EvidenceKind> {
  kind: Kind;
  target: string;
  result: Result<Kind>;
  /** Of the login at AWS, if known. */
  arn?: string | undefined;
  /** If it differs from what the settings say. */
  source?: Source;
}

export const evidenceStore = (place: Place): FolderStore =>
  openFolderStore({
    folderOf: (target) => join(workDirectory(place), target === allName ? target : stackName(target)),
    tell: place.narrate,
  });

/** @throws OperatorError when it cannot be written. */
export function record<Kind extends EvidenceKind>({ arn, ...request }: RecordRequest<Kind>, place: Place): void {
  const commit = readCommit(join(__dirname, ".."));
  const made = { source: namesStandIn(place.env) ? "sandbox" : "live", commit, at: new Date(), by: whoActs(place.env, arn) };
  evidenceStore(place).write({ ...made, ...request } as Evidence<Kind>);
}

/** For work that is done: it does not fail because its evidence cannot be saved. */
export function recordIfPossible<Kind extends EvidenceKind>(request: RecordRequest<Kind>, place: Place): void {
  try {
    record(request, place);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    place.narrate(`evidence was not saved: ${error.message}`);
  }
}
