/** Wires the journal of an environment: its DynamoDB table, and this run as a writer. */
import { randomUUID } from "node:crypto";
import { openJournalTable } from "../adapters/aws/journal-table";
import { whoActs } from "../adapters/process/actor";
import { journalTable } from "../declaration/names/journal";
import type { Environment } from "../declaration/schema/environment";
import type { JournalEffects } from "../evidence/journal-store";
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
