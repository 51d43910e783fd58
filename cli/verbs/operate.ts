/** The verbs for an environment that is applied. */
import { applyOption, envOption, jsonOption, timeoutOption } from "../options";
import type { Verb, VerbGroup } from "../verb";

const credentials: Verb = {
  name: "credentials",
  summary: "issue SMTP credentials where none works",
  details: [
    "Makes credentials for each sending provider without working ones: stores them as pending, proves them by logging in, and makes",
    "them current. Also writes a changed sender, a changed web address or a replaced login to the application's secret.",
  ],
  options: () => [envOption(), applyOption(), jsonOption()],
  examples: ["npx twinpost credentials --env staging --apply"],
  open: () => require("../credentials") as typeof import("../credentials"),
};

const settings: Verb = {
  name: "settings",
  summary: "print the application's variables, with its password",
  details: [
    "Prints the application secret as a dotenv file: the seven variables that an application needs, with the active provider's password.",
  ],
  options: () => [envOption(), jsonOption()],
  examples: ["npx twinpost settings --env dev > .env"],
  open: () => require("../settings") as typeof import("../settings"),
};

const seedTest: Verb = {
  name: "seed-test",
  summary: "send a real invitation to each seed mailbox",
  details: ["Sends an invitation through each sending provider to each seed mailbox, and shows the receivers' verdicts."],
  options: () => [envOption(), timeoutOption(30), jsonOption()],
  exits: { 1: "a message did not arrive as expected, or the work failed" },
  examples: ["npx twinpost seed-test --env staging"],
  open: () => require("../seed-test") as typeof import("../seed-test"),
};

export const operate: VerbGroup = { title: "Operate", about: "once it is applied", verbs: [credentials, settings, seedTest] };
