/** One resource of a plan, as the safety gate sees it. */
import type { ChangeAction } from "./plan-json";
import type { Values } from "./values";

export interface GuardedResource {
  address: string;
  type: string;
  /** "keep": no change. */
  action: ChangeAction | "keep";
  /** An earlier apply did not finish it, so it would be replaced. */
  isTainted?: true;
  /** Of what exists, and would be taken into the state. */
  importId?: string;
  /** Of what is imported and judged as if it were made: its attributes as they are. */
  there?: Values;
  /** Absent when it is created. */
  before?: Values;
  /** Absent when it is deleted. */
  after?: Values;
  /** The attributes that the stack sets, by name, as Terraform's expressions; absent if the stack does not have the resource. */
  declared?: Readonly<Record<string, unknown>>;
  /** The IAM policy as the stack declares it, with expressions in the place of what is known only after the apply. */
  declaredPolicy?: string;
}

/**
 * What is taken over is judged as if it were made: it has to become what the stack declares, whatever it was. Whether it is ours at all is another
 * rule's question (guard-imports.ts), and one that would be replaced is lost like any other.
 */
export function asMade(resource: GuardedResource): GuardedResource {
  const { before: there, ...made } = resource;
  return resource.importId === undefined || resource.action !== "update" || !there ? resource : { ...made, there, action: "create" };
}
