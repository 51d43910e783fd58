/** Wires the journal of an environment: its DynamoDB table, and this run as a writer. */
import { randomUUID } from "node:crypto";
import { openJournalTable } from "../adapters/aws/journal-table";
import { whoActs } from "../adapters/process/actor";
import { journalTable, pauseEntry } from "../declaration/names/journal";
import { OperatorError } from "../declaration/operator-error";
import { providersWithAge } from "../declaration/rotation";
import type { Environment } from "../declaration/schema/environment";
import type { JournalEffects } from "../evidence/journal-store";
import { pausedBy } from "../evidence/switch";
import type { Connections } from "./connections";

export interface Writer extends JournalEffects {
  owner: string;
  by: string;
}

/** Each run is another owner: a program that starts again does not hold the lease of the one that died. */
export function journalWriter(environment: Environment, connections: Connections): Writer {
  const by = whoActs(connections.env);
  return {
    store: openJournalTable(connections.aws(environment).dynamodb, journalTable(environment.name)),
    newId: randomUUID,
    owner: `${by} (process ${process.pid}, ${randomUUID().slice(0, 8)})`,
    by,
  };
}

/** @throws OperatorError while sending is paused: a key that is made then would send. */
export async function requireUnpaused(environment: Environment, connections: Connections): Promise<void> {
  if (providersWithAge(environment).length === 0) return;
  const { store } = journalWriter(environment, connections);
  if (pausedBy(await store.read(pauseEntry)) === undefined) return;
  const { name } = environment;
  throw new OperatorError(
    `sending of "${name}" is paused, so no key is made and nothing was changed`,
    `let it go on first: \`npx twinpost resume --env ${name} --reason "…" --apply\``,
  );
}
