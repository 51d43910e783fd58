/** Wires the question whether an alarm of an environment rings: scheduled changes wait then. */
import { ringingAlarms } from "../adapters/aws/alarms";
import { alarmsThatHoldChanges } from "../declaration/alarms/alarms";
import type { Environment } from "../declaration/schema/environment";
import type { Connections } from "./connections";

/** @returns undefined when it could not be read, which is told. */
export async function alarmRings(environment: Environment, connections: Connections): Promise<boolean | undefined> {
  try {
    return (await ringingAlarms(connections.aws(environment).cloudwatch, alarmsThatHoldChanges(environment))).length > 0;
  } catch (error) {
    connections.narrate(`whether an alarm rings is not known: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
