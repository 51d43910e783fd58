/** Checks that secrets are copied to the declared region and to no other. Terraform does not remove a copy that is no longer declared. */
import { applicationSecret } from "../../declaration/names/application";
import { providerSecret } from "../../declaration/names/secrets";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import { type Finding, findingOf } from "../../findings/finding";
import type { Check } from "./checks";

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
    look: async (where) => {
      const found = await Promise.all(ids.map(async (id) => ({ id, copies: await use.secretCopies(id) })));
      const made = found.flatMap(({ id, copies }) => (copies ? [{ id, copies }] : []));
      if (made.length === 0) return { saw: "no secrets yet", notYet: true };
      const regions = [...new Set(made.flatMap(({ copies }) => copies.map(({ region }) => region)))].sort();
      const findings = made.flatMap(({ id, copies }) => findingsOf({ where, id, copies, declared: secrets?.replicaRegion }));
      return { saw: regions.join(", ") || "none", findings };
    },
  };
}

interface Copied {
  where: string;
  id: string;
  copies: readonly SecretCopy[];
  declared: string | undefined;
}

function findingsOf({ where, id, copies, declared }: Copied): Finding[] {
  const undeclared = copies
    .filter(({ region }) => region !== declared)
    .map(({ region }) => {
      const command = `aws secretsmanager remove-regions-from-replication --secret-id ${id} --remove-replica-regions ${region}`;
      const what = `the secret ${id} has a copy in ${region}, which is not declared`;
      return findingOf("doctor/secret-copy-undeclared", { where, what, remedy: `run \`${command}\`` });
    });
  if (declared === undefined) return undeclared;
  const copy = copies.find(({ region }) => region === declared);
  if (!copy)
    return [...undeclared, findingOf("doctor/secret-copy-missing", { where, what: `the secret ${id} has no copy in ${declared}` })];
  if (copy.status !== "Failed") return undeclared;
  const what = `the secret ${id} could not be copied to ${declared}: ${copy.message}`;
  return [...undeclared, findingOf("doctor/secret-copy-failed", { where, what })];
}
