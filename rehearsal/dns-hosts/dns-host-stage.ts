/** What a rehearsal does at a DNS host to try a change: plan it on a copy of the stack, and really make it there. */

import type { Connections } from "../../wiring/connections";
import type { DeclaredEdit } from "../changes/declared-edit";

export interface DnsHostStage<Declared = never> {
  /** @param stack the parsed cdk.tf.json, which is left as it is. */
  editDeclared(stack: unknown, edits: readonly DeclaredEdit[]): unknown;
  /** As somebody else would. @returns what puts it back. */
  makeEdit(dns: Declared, edit: DeclaredEdit, connections: Connections): Promise<() => Promise<void>>;
}
