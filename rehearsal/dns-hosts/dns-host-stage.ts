/** What a rehearsal does with the stand-in of a DNS host: gives it zones, and tries changes there. */
import type { Sandbox, SandboxOptions } from "../../sandbox/start";
import type { Connections } from "../../wiring/connections";
import type { DeclaredEdit } from "../changes/declared-edit";
import type { AddressRow } from "../providers/provider-stage";

export interface DnsHostStage<Declared = never> {
  /** The zones that the stand-in has, of everything that is declared there; a zone may be in the list twice. */
  sandboxOptions(declared: readonly Declared[]): Partial<SandboxOptions>;
  /** Where it listens, for people. */
  addresses(sandbox: Sandbox): AddressRow[];
  /** Left out where a plan holds no resource whose change could be tried. */
  changes?: DnsHostChanges<Declared>;
}

/** Plans a change on a copy of the stack, and really makes it. */
export interface DnsHostChanges<Declared = never> {
  /** @param stack the parsed cdk.tf.json, which is left as it is. */
  editDeclared(stack: unknown, edits: readonly DeclaredEdit[]): unknown;
  /** As somebody else would. @returns what puts it back. */
  makeEdit(dns: Declared, edit: DeclaredEdit, connections: Connections): Promise<() => Promise<void>>;
}
