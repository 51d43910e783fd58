/** Reads what was applied of an environment from Terraform's state in S3, without `terraform init` and without the applied checkout. */
import { requireAccount } from "../adapters/aws/account";
import { secretExists } from "../adapters/aws/secrets";
import { readState } from "../adapters/terraform/state";
import { applicationSecret } from "../declaration/names/application";
import { unsubscribeGroupOutput } from "../declaration/names/sendgrid";
import { organisationName, stackName } from "../declaration/names/stacks";
import { recordsOutput, stateBucket, stateKey } from "../declaration/names/terraform-state";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import type { MailRecord } from "../mail/records/mail-record";
import type { Connections } from "./connections";

export interface Applied {
  writtenAt: Date | undefined;
  resources: number;
  /** With the sending providers' targets. */
  records: MailRecord[];
  /** The unsubscribe group that messages must name. */
  unsubscribeGroup?: { id: string; name: string };
}

/** @returns undefined if nothing is applied, or everything was destroyed. */
export async function readApplied(environment: Pick<Environment, "name" | "aws">, connections: Connections): Promise<Applied | undefined> {
  const { s3 } = connections.aws(environment);
  const place = { bucket: stateBucket(environment), key: stateKey(stackName(environment.name)), account: environment.aws.account };
  const state = await readState(s3, place);
  if (!state || state.isEmpty) return undefined;
  const records = state.outputs[recordsOutput];
  if (!Array.isArray(records)) {
    throw new OperatorError(
      `the state of "${environment.name}" has no records: the last apply did not finish`,
      `run \`npx twinpost plan --env ${environment.name}\`, then \`npx twinpost apply --env ${environment.name} --apply\``,
    );
  }
  const unsubscribeGroup = state.outputs[unsubscribeGroupOutput] as Applied["unsubscribeGroup"];
  const { writtenAt, resources } = state;
  return { writtenAt, resources, records: records as MailRecord[], ...(unsubscribeGroup ? { unsubscribeGroup } : {}) };
}

/** @throws OperatorError if nothing is applied. */
export async function requireApplied(environment: Pick<Environment, "name" | "aws">, connections: Connections): Promise<Applied> {
  const applied = await readApplied(environment, connections);
  if (applied) return applied;
  throw notApplied(environment);
}

/**
 * Requires the secrets that an apply makes, without reading the state, which not everybody may read. Checks the account first: in another
 * account no secret exists, and the advice to apply would be wrong.
 */
export async function requireSecrets(environment: Environment, connections: Connections): Promise<void> {
  const { secrets, sts } = connections.aws(environment);
  await requireAccount(sts, environment.aws.account);
  if (!(await secretExists(secrets, applicationSecret(environment.name)))) throw notApplied(environment);
}

const notApplied = ({ name }: Pick<Environment, "name">): OperatorError =>
  new OperatorError(
    `${name === organisationName ? name : `environment "${name}"`} has not been applied`,
    `run \`npx twinpost plan --env ${name}\`, then \`npx twinpost apply --env ${name} --apply\``,
  );
