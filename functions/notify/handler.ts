/** Lambda's door: posts what a topic of alerts brings. */
import { notify } from "../../wiring/functions/notify";

export const handler = notify(process.env, (line) => void process.stdout.write(`${line}\n`));
