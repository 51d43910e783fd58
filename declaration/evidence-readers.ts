/** Who of another account reads what was recorded in a state bucket: the roles of environments that are promoted from one whose records lie there. Pure. */
import { roleArn } from "./names/roles";
import { stateBucket } from "./names/terraform-state";
import type { Environment } from "./schema/environment";

export interface EvidenceReader {
  /** Whose records. */
  environment: string;
  account: string;
  /** ARNs. */
  roles: string[];
}

/** One for each environment and account. */
export function evidenceReaders(environments: readonly Environment[], bucket: string): EvidenceReader[] {
  const readers = new Map<string, EvidenceReader>();
  for (const to of environments) {
    const from = environments.find(({ name }) => name === to.promotion?.from);
    if (!from || stateBucket(from) !== bucket || from.aws.account === to.aws.account) continue;
    const { account } = to.aws;
    const known = readers.get(`${from.name} ${account}`)?.roles ?? [];
    readers.set(`${from.name} ${account}`, {
      environment: from.name,
      account,
      roles: [...known, roleArn(to, "review"), roleArn(to, "apply")],
    });
  }
  return [...readers.values()];
}
