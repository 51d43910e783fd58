/** Lambda's door: takes a post of a provider's webhook. */
import { webhook } from "../../wiring/functions/webhook";

export const handler = webhook(process.env, (line) => void process.stdout.write(`${line}\n`));
