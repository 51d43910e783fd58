/** The verbs for an environment that is applied. */
import { applyOption, envOption, jsonOption, timeoutOption } from "../options";
import type { Verb, VerbGroup } from "../verb";

const credentials: Verb = {
  name: "credentials",
  summary: "issue SMTP credentials where none work",
  details: [
    "Makes credentials for each sending provider that has none that work: stored as pending, proven by logging in, made current. Brings",
    "a changed sender, a changed web address or a replaced login to the application's secret as well.",
  ],
  options: () => [envOption(), applyOption(), jsonOption()],
  examples: ["npx twinpost credentials --env staging --apply"],
  open: () => require("../credentials") as typeof import("../credentials"),
};

const settings: Verb = {
  name: "settings",
  summary: "print the application's variables, its password included",
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
  details: ["Sends it through each sending provider to each seed mailbox, and shows the receivers' verdicts."],
  options: () => [envOption(), timeoutOption(30), jsonOption()],
  exits: { 1: "a message did not arrive as it should, or the work failed" },
  examples: ["npx twinpost seed-test --env staging"],
  open: () => require("../seed-test") as typeof import("../seed-test"),
};

export const operate: VerbGroup = { title: "Operate", about: "once it is applied", verbs: [credentials, settings, seedTest] };
