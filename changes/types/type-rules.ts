/** What the gate knows of one type of resource. A type without such an entry is none of ours. */

import type { Finding } from "../../findings/finding";
import type { LostFamily } from "../../findings/kinds/losses";
import type { GuardedResource } from "../guarded-resource";
import type { Own } from "../own";
import type { PolicyKind } from "../policies/kinds";
import type { Values } from "../values";
import type { Adopting } from "./adopting";
import type { Rule } from "./rule";

export interface TypeRules {
  /** For people. */
  called: string;
  /** The attribute with its name. */
  name: string;
  /** How one that exists already comes under management. */
  adopting: Adopting;
  /** By path without indexes; a path stands for all below it that have no rule of their own. */
  attributes: Readonly<Record<string, Rule>>;
  /**
   * Attributes that the service changes by itself and that decide nothing, by path without indexes: when something was last touched, whether a
   * provider has looked at DNS yet. Two plans that differ only in them are the same change.
   */
  volatile?: readonly string[];
  /** The attribute with an IAM policy, and what kind of policy it is. */
  policy?: { attribute: string; kind: PolicyKind | ((values: Values) => PolicyKind) };
  /** Of the findings about its deletion and replacement; "resource" unless told. */
  loss?: LostFamily | ((before: Values) => LostFamily);
  /** Nothing uses it but the resources that name it in the stack. */
  isUsedByName?: true;
  /** It holds nothing: a replacement is judged by its attributes alone. */
  isRemade?: true;
  /** More precise than the family's text. */
  lossText?: string;
  /** A default of the provider that changes is held back, too. */
  givesAccess?: true;
  /** Whether its deletion is told by another finding, or loses nothing. @param all resources of the plan. */
  goesWith?(resource: GuardedResource & { before: Values }, all: readonly GuardedResource[]): boolean;
  /** What a table cannot say. Asked for what is made or changed. */
  judge?(resource: GuardedResource & { after: Values }, context: Judging): Finding[];
}

export interface Judging {
  own: Own;
  /** All resources of the plan, unchanged ones included. */
  all: readonly GuardedResource[];
}

/** Whether a resource of this type is deleted whose attribute has this value. */
export const isDeleted = (all: readonly GuardedResource[], type: string, attribute: string, value: unknown): boolean =>
  all.some((each) => each.type === type && each.action === "delete" && each.before?.[attribute] === value);

/** A plugin of Terraform. */
export interface Plugin {
  /** As the plan names it. */
  source: string;
  /** What the stacks set. */
  settings: readonly string[];
  /** Of these, what only a variable of this name may set: the address of a service, which gets the token. */
  variables?: Readonly<Record<string, string>>;
}
