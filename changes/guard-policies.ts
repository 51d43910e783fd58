/** The gate's rules for IAM policies: compared by what they allow and deny. Where a policy is new, it says what the stacks declare. */
import { type Finding, findingOf } from "../findings/finding";
import type { GuardedResource } from "./guarded-resource";
import type { Own } from "./own";
import { policyDifference } from "./policies/difference";
import { fromAddress, grantsText, isFromUs, isHarmlessAddition, type PolicyKind, policyRules } from "./policies/kinds";
import { addedReaders, withReaders } from "./policies/readers";
import { type Grant, readGrants } from "./policies/statements";
import { typeRulesOf } from "./types/managed-types";
import { isSame, text } from "./values";

export function guardPolicies(resources: readonly GuardedResource[], own: Own): Finding[] {
  const changed = resources.flatMap((resource): Changed[] => {
    const { policy } = typeRulesOf(resource.type);
    const { before, after } = resource;
    if (!policy || !after || resource.action === "forget" || isSame(before?.[policy.attribute], after[policy.attribute])) return [];
    const kind = typeof policy.kind === "function" ? policy.kind(after) : policy.kind;
    return [{ ...resource, after, policy: { attribute: policy.attribute, kind } }];
  });
  return [...readersAdded(changed), ...changed.flatMap((each) => judge(each, own))];
}

type Changed = GuardedResource & { after: NonNullable<GuardedResource["after"]>; policy: { attribute: string; kind: PolicyKind } };

function judge(resource: Changed, own: Own): Finding[] {
  const { address: where, action, before, after, policy, declaredPolicy } = resource;
  const rules = policyRules[policy.kind];
  const told = (id: Finding["id"], what: string): Finding[] => [findingOf(id, { where, what: `${subjectOf(resource)} ${what}` })];
  const isNew = !before || action === "replace";
  const grants = grantsOf(after[policy.attribute]) ?? (isNew ? readGrants(declaredPolicy ?? "") : undefined);
  if (!grants) return told("policy/not-readable", "cannot be read, or is known only after the apply");
  if (isNew) {
    const undeclared = grants.filter((grant) => grant.negated !== undefined || !rules.isDeclared(grant, own));
    return undeclared.length === 0 ? [] : told(rules.widened, `would be new, with: ${grantsText(undeclared)}`);
  }
  const was = grantsOf(before[policy.attribute]) ?? [];
  const earlier = policy.kind === "secret" ? withReaders(was, grants) : was;
  const found = policyDifference(ofAnySender(earlier, own), ofAnySender(grants, own));
  const isHarmless = (grant: Grant): boolean => isHarmlessAddition(policy.kind, grant, own);
  const wider = [...found.allowed.filter((grant) => !isHarmless(grant)), ...found.noLongerDenied];
  if (wider.length > 0) return told(rules.widened, `would allow more: ${grantsText(wider)}`);
  const narrower = [...found.denied.filter((grant) => !isHarmless(grant)), ...(rules.keepsGrants ? found.noLongerAllowed : [])];
  return narrower.length > 0 && rules.narrowed ? told(rules.narrowed, `would allow less: ${grantsText(narrower)}`) : [];
}

const grantsOf = (policy: unknown): Grant[] | undefined => (typeof policy === "string" ? readGrants(policy) : undefined);

function subjectOf({ type, before, after, policy }: Changed): string {
  const { called, name } = typeRulesOf(type);
  const which = nameIn(text((before ?? after)[name]));
  return policy.attribute === "assume_role_policy" ? `the trust policy of the ${called} "${which}"` : `the ${called} "${which}"`;
}

/** The name in a secret's ARN, which ends with a dash and six characters of Secrets Manager's own; any other value as it is. */
const nameIn = (value: string): string => /:secret:(.+)-\w{6}$/.exec(value)?.[1] ?? value;

/** Any address of our own domain is the same sender: which one is what the environment's `sender` says. */
const ofAnySender = (grants: readonly Grant[], own: Own): Grant[] =>
  grants.map((grant) =>
    isFromUs(grant, own) ? { ...grant, conditions: new Map([...grant.conditions, [fromAddress, ["an address of our domain"]]]) } : grant,
  );

/** One finding for each list of new readers: an entry in `secretReaders` changes the policies of several secrets. */
function readersAdded(changed: readonly Changed[]): Finding[] {
  const added = changed.flatMap((each) => {
    const readers =
      each.policy.kind === "secret" ? addedReaders(grantsOf(each.before?.policy) ?? [], grantsOf(each.after.policy) ?? []) : [];
    return readers.length > 0 ? [{ where: each.address, secret: nameIn(text(each.after.secret_arn)), readers: readers.join(", ") }] : [];
  });
  return [...new Set(added.map(({ readers }) => readers))].map((readers) => {
    const these = added.filter((each) => each.readers === readers);
    const what = `${readers} could read ${these.map(({ secret }) => `"${secret}"`).join(", ")}`;
    return findingOf("secret-policy/reader-added", { where: these[0]?.where ?? "", what });
  });
}
