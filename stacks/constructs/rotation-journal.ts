/**
 * The table in which rotations and switches of an environment are recorded (evidence/journal.ts): on demand, since it is written some ten times
 * a rotation; restorable to any second of 35 days; and protected, since without it a rotation that is under way is not gone on with.
 * `twinpost destroy` lifts the protection.
 */
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { journalKey, journalTable } from "../../declaration/names/journal";
import type { Environment } from "../../declaration/schema/environment";

export class RotationJournal extends Construct {
  constructor(scope: Construct, id: string, { name }: Pick<Environment, "name">) {
    super(scope, id);
    new DynamodbTable(this, "table", {
      name: journalTable(name),
      billingMode: "PAY_PER_REQUEST",
      hashKey: journalKey.series,
      rangeKey: journalKey.number,
      attribute: Object.values(journalKey).map((attribute) => ({ name: attribute, type: "S" })),
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
    });
  }
}
