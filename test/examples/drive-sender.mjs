/** Runs examples/node/sender.mjs as a test asks: one JSON object a line on stdin, one answer a line on stdout. Sends three at a time. */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { about, build, NotSent, Sender } from "../../examples/node/sender.mjs";

const stale = [];
const readSecret = async () => stale.pop() ?? JSON.parse(readFileSync(process.env.SECRET_FILE, "utf8"));
const sender = new Sender({ readSecret, ...JSON.parse(process.argv[2]) });

async function send([recipient, messageId]) {
  const message = await build({ to: recipient, subject: "x", text: "Hello", messageId }, await sender.settings());
  try {
    await sender.send(recipient, message);
    return { sent: true };
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    const { subject, drop, perhapsAccepted } = error;
    return { subject, drop, perhapsAccepted };
  }
}

async function answer(asked) {
  if (asked.about) return asked.about.map(([phase, text]) => about(phase, text));
  if (asked.stale) return void stale.push(asked.stale);
  if (!asked.send) return sender.renew();
  const answers = [];
  for (let first = 0; first < asked.send.length; first += 3)
    answers.push(...(await Promise.all(asked.send.slice(first, first + 3).map(send))));
  return answers;
}

for await (const line of createInterface(process.stdin))
  process.stdout.write(`${JSON.stringify((await answer(JSON.parse(line))) ?? null)}\n`);
sender.close();
