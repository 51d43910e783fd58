/** Wires the records of one stack, an environment's or the organisation's: as declared and as applied. */
import { readState } from "../adapters/terraform/state";
import { recordsOutput, stateBucket, stateKey } from "../declaration/names/terraform-state";
import type { Target } from "../declaration/target";
import type { MailRecord } from "../mail/records/mail-record";
import type { RecordsEffects } from "../workflows/records";
import type { Connections } from "./connections";
import { openStackOf } from "./stack";

export function recordsEffects(target: Target, connections: Connections): RecordsEffects {
  const { synthesise, readDeclared } = openStackOf(target, connections);
  const place = { bucket: stateBucket(target), key: stateKey(target.stackName), account: target.aws.account };
  return {
    applied: async () => {
      const records = (await readState(connections.aws(target).s3, place))?.outputs[recordsOutput];
      return Array.isArray(records) ? (records as MailRecord[]) : undefined;
    },
    declared: async () => {
      await synthesise();
      return readDeclared();
    },
    log: { narrate: connections.narrate },
  };
}
