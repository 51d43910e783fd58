/** Wires `destroy` to terraform, to the keys at the sending providers, and to the state in S3. */
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { requireAccount } from "../adapters/aws/account";
import { allowDeletion } from "../adapters/aws/journal-table";
import { deleteState, readState } from "../adapters/terraform/state";
import type { Own } from "../changes/own";
import { keepsEvents } from "../declaration/events";
import { eventTable } from "../declaration/names/events";
import { journalTable } from "../declaration/names/journal";
import { stackName } from "../declaration/names/stacks";
import { stateBucket, stateKey } from "../declaration/names/terraform-state";
import type { EnvironmentTarget } from "../declaration/target";
import type { DestroyEffects } from "../workflows/destroy";
import type { Connections } from "./connections";
import { evidenceStore } from "./evidence";
import { liveDnsLater } from "./forecast";
import { ownOf } from "./own";
import { logOf } from "./plan";
import { providerWirings } from "./providers/provider-wirings";
import { openStack } from "./stack";

/** @returns the effects and the plan file, which is not the one that `apply` reads. */
export function destroyEffects(target: EnvironmentTarget, connections: Connections): { file: string; own: Own; use: DestroyEffects } {
  const { environment } = target;
  const { terraform, synthesise, planFile, importsFile, plans } = openStack(environment, connections);
  const { requireVersion, init, planDestroy, showPlan, apply } = terraform;
  const { sts, s3, dynamodb } = connections.aws(environment);
  const { account } = environment.aws;
  const file = join(dirname(planFile), "destroy.tfplan");
  const place = { bucket: stateBucket(environment), key: stateKey(stackName(environment.name)), account };
  return {
    file,
    own: ownOf(target),
    use: {
      terraform: { requireVersion, synthesise, init, planDestroy, showPlan, apply },
      environment: {
        requireAccount: async () => void (await requireAccount(sts, account)),
        findKeys: async () =>
          (await Promise.all(Object.values(providerWirings).map(({ listKeys }) => listKeys?.(environment, connections) ?? []))).flat(),
        unprotect: async () => {
          await allowDeletion(dynamodb, journalTable(environment.name));
          // Where there is none, no role may ask for it.
          if (keepsEvents(environment)) await allowDeletion(dynamodb, eventTable(environment.name));
        },
        forget: async () => {
          const state = await readState(s3, place);
          if (state?.resources === 0) await deleteState(s3, place);
          plans.forget();
          for (const kind of ["forecast", "verification", "seed-test"] as const) evidenceStore(connections).delete(kind, environment.name);
          // Adopted records are gone, so the next plan could not import them.
          for (const each of [file, importsFile]) rmSync(each, { force: true });
        },
      },
      dns: { resolve: liveDnsLater(connections) },
      log: logOf(connections),
    },
  };
}
