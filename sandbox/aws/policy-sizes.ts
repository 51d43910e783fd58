/**
 * How long policies may be, white space not counted: a user's, role's or group's inline policies together, a managed policy, and a trust policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */

const inline = { User: 2048, Role: 10_240, Group: 5120 } as const;
const managed = 6144;
/** Adjustable up to 4,096. */
const trust = 2048;

type Kind = keyof typeof inline;

export class PolicySizes {
  /** Of inline policies, by "<account> <kind> <entity>", then by the policy's name. */
  readonly #sizes = new Map<string, Map<string, number>>();

  /** @returns what a call would exceed. */
  fault(account: string, operation: string, asked: URLSearchParams): string | undefined {
    const size = lengthOf(asked.get("PolicyDocument"));
    if (operation === "CreatePolicy" || operation === "CreatePolicyVersion")
      return size > managed ? `Cannot exceed quota for PolicySize: ${managed}` : undefined;
    if (operation === "CreateRole" && lengthOf(asked.get("AssumeRolePolicyDocument")) > trust) return trustFault;
    if (operation === "UpdateAssumeRolePolicy") return size > trust ? trustFault : undefined;
    const kind = inlineKind("Put", operation);
    if (!kind) return undefined;
    const entity = asked.get(`${kind}Name`) ?? "";
    const others = [...(this.#sizes.get(keyOf(account, kind, entity)) ?? [])].filter(([name]) => name !== asked.get("PolicyName"));
    const total = others.reduce((sum, [, each]) => sum + each, size);
    return total > inline[kind] ? `Maximum policy size of ${inline[kind]} bytes exceeded for ${kind.toLowerCase()} ${entity}` : undefined;
  }

  /** Told of the calls to IAM that were done. */
  learn(account: string, operation: string, asked: URLSearchParams): void {
    const [put, removed] = [inlineKind("Put", operation), inlineKind("Delete", operation)];
    const key = (kind: Kind): string => keyOf(account, kind, asked.get(`${kind}Name`) ?? "");
    const policy = asked.get("PolicyName") ?? "";
    if (put) this.#of(key(put)).set(policy, lengthOf(asked.get("PolicyDocument")));
    if (removed) this.#of(key(removed)).delete(policy);
    const gone = (["User", "Role", "Group"] as const).find((kind) => operation === `Delete${kind}`);
    if (gone) this.#sizes.delete(key(gone));
    const renamed = (["User", "Group"] as const).find((kind) => operation === `Update${kind}` && asked.has(`New${kind}Name`));
    if (!renamed) return;
    this.#sizes.set(keyOf(account, renamed, asked.get(`New${renamed}Name`) ?? ""), this.#of(key(renamed)));
    this.#sizes.delete(key(renamed));
  }

  #of(key: string): Map<string, number> {
    const known = this.#sizes.get(key) ?? new Map<string, number>();
    this.#sizes.set(key, known);
    return known;
  }
}

const trustFault = `Cannot exceed quota for ACLSizePerRole: ${trust}`;

const keyOf = (account: string, kind: Kind, entity: string): string => `${account} ${kind} ${entity}`;

const inlineKind = (verb: "Put" | "Delete", operation: string): Kind | undefined =>
  (["User", "Role", "Group"] as const).find((kind) => operation === `${verb}${kind}Policy`);

const lengthOf = (document: string | null): number => (document ?? "").replaceAll(/\s/g, "").length;
