/**
 * Wires evidence to a folder of this machine and to the state bucket, and adds source, commit, time, person and run to each record. On this machine
 * lie the newest records of its own work; in the bucket those that jobs and other machines decide on.
 */
import { join } from "node:path";
import { whoActs } from "../adapters/process/actor";
import { readCommit } from "../adapters/process/commit";
import { type EvidenceBucket, openEvidenceBucket } from "../adapters/store/bucket";
import { type FolderStore, openFolderStore } from "../adapters/store/folder";
import { allName, stackName } from "../declaration/names/stacks";
import { stateBucket } from "../declaration/names/terraform-state";
import { OperatorError } from "../declaration/operator-error";
import { namesStandIn } from "../declaration/service-addresses";
import type { Target } from "../declaration/target";
import type { Evidence, EvidenceKind, Result, Source } from "../evidence/evidence";
import type { Connections } from "./connections";
import { githubJob } from "./github-job";
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

/** Of the bucket in the target's account and region. A stand-in's evidence counts only among stand-ins. */
export function evidenceBucket({ aws }: Pick<Target, "aws">, connections: Connections): EvidenceBucket {
  return openEvidenceBucket({
    s3: connections.aws({ aws }).s3,
    bucket: stateBucket({ aws }),
    account: aws.account,
    counts: (source) => source !== "sandbox" || namesStandIn(connections.env),
    tell: connections.narrate,
  });
}

/** With what is known of every record. */
export function evidenceOf<Kind extends EvidenceKind>(
  { arn, ...request }: RecordRequest<Kind>,
  { env }: Pick<Place, "env">,
): Evidence<Kind> {
  const commit = readCommit(join(__dirname, ".."));
  const run = githubJob(env)?.run;
  const source = namesStandIn(env) ? "sandbox" : "live";
  return { source, commit, at: new Date(), by: whoActs(env, arn), ...(run ? { run } : {}), ...request } as Evidence<Kind>;
}

/** @throws OperatorError when it cannot be written. */
export function record<Kind extends EvidenceKind>(request: RecordRequest<Kind>, place: Place): void {
  evidenceStore(place).write(evidenceOf(request, place));
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

/** The same for the bucket: who may not write there, as a person who only verifies, is told so. @returns what was added. */
export async function addIfPossible<Kind extends EvidenceKind>(
  request: RecordRequest<Kind>,
  target: Pick<Target, "aws">,
  connections: Connections,
): Promise<Evidence<Kind> | undefined> {
  try {
    const evidence = evidenceOf(request, connections);
    await evidenceBucket(target, connections).add(evidence);
    return evidence;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    connections.narrate(`evidence of kind "${request.kind}" was not added to ${stateBucket(target)}: ${error.message}`);
    return undefined;
  }
}
