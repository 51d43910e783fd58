/**
 * Finds what exists of a stack and is not in its state, in rounds: a plan tells what Terraform would create, and as much of each as is known; what
 * has a determined id is planned as an import; Terraform then says which of these do not exist, and knows more of the rest: the ids of what hangs on
 * them, and the names and targets of DNS records. What the state has is never looked at. DNS records are compared elsewhere (adopt.ts).
 */
import { recordTypes } from "../../changes/dns-hosts/dns-hosts";
import type { GuardedResource } from "../../changes/guarded-resource";
import type { ResourceImport } from "../../changes/import-blocks";
import type { Plan } from "../../changes/plan";
import type { Place } from "../../changes/types/adopting";
import { typeRulesOf } from "../../changes/types/managed-types";
import type { Values } from "../../changes/values";

/** What Terraform makes of some imports. */
type Tried<Planned> = Planned | { absent: readonly string[] };

export interface RoundEffects<Planned> {
  /** Plans with these imports, and changes nothing. Absent: the addresses whose objects do not exist, of which there is then at least one. */
  plan(imports: readonly ResourceImport[]): Promise<Tried<Planned>>;
  /** Asks the service for the id of a resource that has none by its name. @returns undefined if there is none. */
  lookUp(type: string, declared: Values): Promise<string | undefined>;
}

export interface FoundResources<Planned> {
  imports: ResourceImport[];
  /** They exist, and only another one in their place would be what is declared. */
  otherwise: GuardedResource[];
  planned: Planned;
}

export async function findResources<Planned extends { plan: Plan }>(
  place: Place,
  use: RoundEffects<Planned>,
): Promise<FoundResources<Planned>> {
  const tried = new Set<string>();
  let imports: ResourceImport[] = [];
  let planned = await use.plan(imports);
  if ("absent" in planned) throw new Error(`objects do not exist that nobody imports: ${planned.absent.join(", ")}`);
  for (;;) {
    const proposed = await propose(planned.plan, { place, tried, use });
    if (proposed.length === 0) break;
    for (const { address } of proposed) tried.add(address);
    let attempt = [...imports, ...proposed];
    let result: Tried<Planned> = await use.plan(attempt);
    while ("absent" in result) {
      const { absent }: { absent: readonly string[] } = result;
      const left: ResourceImport[] = attempt.filter(({ address }) => !absent.includes(address));
      if (left.length === attempt.length) throw new Error(`objects do not exist that nobody imports: ${absent.join(", ")}`);
      attempt = left;
      result = attempt.length === imports.length ? planned : await use.plan(attempt);
    }
    imports = attempt;
    planned = result;
  }
  const otherwise = planned.plan.resources.filter(({ importId, action }) => importId !== undefined && action === "replace");
  return { imports: imports.filter(({ address }) => !otherwise.some((each) => each.address === address)), otherwise, planned };
}

async function propose(
  plan: Plan,
  { place, tried, use }: { place: Place; tried: ReadonlySet<string>; use: Pick<RoundEffects<unknown>, "lookUp"> },
): Promise<ResourceImport[]> {
  const found: ResourceImport[] = [];
  for (const { address, type, action, after } of plan.resources) {
    if (action !== "create" || !after || tried.has(address) || recordTypes.includes(type)) continue;
    const { how, importId } = typeRulesOf(type).adopting;
    const id = how === "looked up" ? await use.lookUp(type, after) : importId?.(after, place);
    if (id !== undefined) found.push({ address, type, importId: id });
  }
  return found;
}
