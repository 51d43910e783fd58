/** Wires evidence to the folder of this machine, and says of each record where it is from: source, commit, time, person. */
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

/** Where it is kept, and who is told if it cannot be. */
type Place = Pick<Connections, "env" | "directory" | "narrate">;

export interface RecordRequest<Kind extends EvidenceKind> {
  kind: Kind;
  target: string;
  result: Result<Kind>;
  /** Of the login at AWS, where it is known. */
  arn?: string | undefined;
  /** Where it is not what the settings say. */
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

/** For what is done already, and does not fail because it cannot be written down. */
export function recordIfPossible<Kind extends EvidenceKind>(request: RecordRequest<Kind>, place: Place): void {
  try {
    record(request, place);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    place.narrate(`not written down: ${error.message}`);
  }
}
