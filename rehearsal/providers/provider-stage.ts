/** What a rehearsal does with the stand-in of a sending provider. */
import type { Declared } from "../../declaration/load";
import type { Sandbox, SandboxOptions } from "../../sandbox/start";
import type { Recipe } from "../changes/recipe";

export interface ProviderStage {
  /** What the stand-in must know of what is declared. @param account the AWS account that variables point at. */
  sandboxOptions?(declared: Declared, account: string): Partial<SandboxOptions>;
  /** The stand-in's server that relays mail of a region to the receivers; left out where mail goes no further. */
  relay?(sandbox: Sandbox, region: string): Relay | undefined;
  /** Where it listens, for people. */
  addresses(sandbox: Sandbox): AddressRow[];
  /** Changes of its own records, to try where it sends. */
  changes: readonly Recipe[];
}

export interface Relay {
  /** Of each recipient of each accepted message; a code of 400 and above refuses it. */
  outcomes: readonly { messageId: string; code: number }[];
  idle(): Promise<void>;
}

export type AddressRow = [service: string, address: string, what: string];
