/** Copies of secrets in a second region: those that are declared, and no others. Terraform leaves copies alone that are declared no more. */
import { applicationSecret } from "../../declaration/names/application";
import { providerSecret } from "../../declaration/names/secrets";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import type { Check, Problem } from "./checks";

export interface SecretCopy {
  region: string;
  /** "InSync", "InProgress", "Failed". */
  status: string;
  /** Why, in AWS's words. */
  message: string;
}

export interface SecretCopyEffects {
  /** Undefined when there is no such secret yet. */
  secretCopies(id: string): Promise<SecretCopy[] | undefined>;
}

export function secretCopiesCheck(environment: Environment, use: SecretCopyEffects): Check {
  const { name, secrets } = environment;
  const ids = [applicationSecret(name), ...sendingProvidersOf(environment).map((provider) => providerSecret(name, provider))];
  return {
    id: "secret-copies",
    title: "copies of secrets",
    where: `environments/${name}.ts secrets.replicaRegion`,
    needs: "aws-account",
    look: async () => {
      const found = await Promise.all(ids.map(async (id) => ({ id, copies: await use.secretCopies(id) })));
      const made = found.flatMap(({ id, copies }) => (copies ? [{ id, copies }] : []));
      if (made.length === 0) return { saw: "no secrets yet", notYet: true };
      const regions = [...new Set(made.flatMap(({ copies }) => copies.map(({ region }) => region)))].sort();
      const problems = made.flatMap(({ id, copies }) => problemsOf({ id, copies, declared: secrets?.replicaRegion }));
      return { saw: regions.join(", ") || "none", problems };
    },
  };
}

interface Copied {
  id: string;
  copies: readonly SecretCopy[];
  declared: string | undefined;
}

function problemsOf({ id, copies, declared }: Copied): Problem[] {
  const undeclared = copies
    .filter(({ region }) => region !== declared)
    .map(({ region }): Problem => {
      const command = `aws secretsmanager remove-regions-from-replication --secret-id ${id} --remove-replica-regions ${region}`;
      const what = `the secret ${id} has a copy in ${region}, which is not declared`;
      return { id: "secret-copy-undeclared", severity: "warning", what, remedy: `\`${command}\` takes it away` };
    });
  if (declared === undefined) return undeclared;
  const copy = copies.find(({ region }) => region === declared);
  const apply = "plan and apply the environment";
  if (!copy) return [...undeclared, { id: "secret-copy-missing", what: `the secret ${id} has no copy in ${declared}`, remedy: apply }];
  if (copy.status !== "Failed") return undeclared;
  const what = `the secret ${id} could not be copied to ${declared}: ${copy.message}`;
  const remedy = "mend what AWS names (a secret of that name there, say), take the copy away, then plan and apply";
  return [...undeclared, { id: "secret-copy-failed", what, remedy }];
}
