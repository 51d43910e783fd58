/** Lambda's door: takes a batch of the queue of events. */
import { takeEventsOfQueue } from "../../wiring/functions/take-events";

export const handler = takeEventsOfQueue(process.env, (line) => void process.stdout.write(`${line}\n`));
