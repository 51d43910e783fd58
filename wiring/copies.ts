/** Whether the declared copies of secrets in another region have what is current here. Secrets Manager copies them by itself, sometimes late. */
import { readSecretCopies } from "../adapters/aws/secrets";
import type { Environment } from "../declaration/schema/environment";
import type { Connections } from "./connections";

/** @param ids of secrets. @returns in words, which copy is behind. */
export async function copiesBehind(environment: Environment, ids: readonly string[], connections: Connections): Promise<string[]> {
  const region = environment.secrets?.replicaRegion;
  if (region === undefined) return [];
  const { secrets } = connections.aws(environment);
  const found = await Promise.all(ids.map(async (id) => ({ id, copies: await readSecretCopies(secrets, id) })));
  return found.flatMap(({ id, copies }) => {
    const copy = copies?.find((each) => each.region === region);
    if (!copies || copy?.status === "InSync") return [];
    if (!copy) return [`the secret ${id} has no copy in ${region}`];
    const why = copy.message ? `: ${copy.message}` : "";
    return [`the copy of ${id} in ${region} is behind (${copy.status}${why})`];
  });
}
