/** Lambda's door: looks every ten minutes whether all is well. */
import { watchOnce } from "../../wiring/functions/watch";

export const handler = watchOnce(process.env, (line) => void process.stdout.write(`${line}\n`));
