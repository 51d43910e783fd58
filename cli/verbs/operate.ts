/** The verbs for an environment that is applied. */
import { Argument, Option } from "commander";
import { actOptions, envOption, issueOption, jsonOption, option, reasonOption, timeoutOption, waitOption } from "../options";
import type { Verb, VerbGroup } from "../verb";

const credentials: Verb = {
  name: "credentials",
  summary: "issue SMTP credentials where none works",
  details: [
    "Makes credentials for each sending provider without working ones: stores them as pending, proves them by logging in, and makes",
    "them current. Also writes a changed sender, a changed web address or a replaced login to the application's secret. Holds the lease of",
    "rotations while it writes. Where no current credentials work, it takes up a pending version that logs in, also one that a person stored,",
    "if its key is one of the environment's.",
  ],
  options: () => [envOption(), ...actOptions(), jsonOption()],
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

const rotate: Verb = {
  name: "rotate",
  summary: "replace sending credentials while mail goes on",
  details: [
    "Looks at the keys, the secrets and the record of earlier runs, says what is due and why, and with --apply takes every step that can be",
    "taken now; the next run continues. New credentials are proven before they are used. The old key works until it has not been used for a",
    "while; if its use cannot be read, until the overlap ends. With `--wait` it also takes what is due a little later, so that an overlap ends when",
    "it is declared to, although a daily run comes some minutes early.",
  ],
  options: () => [
    envOption(),
    option("--provider <name>", "only this sending provider"),
    new Option("--now", "stop the old key as soon as the new one is in use (after a leak)"),
    new Option("--stop-first", "stop the old key before anything else (somebody is sending with it)"),
    new Option("--undo", "make the earlier credentials current again, while their key exists"),
    reasonOption("kept in the record; also starts a rotation early"),
    waitOption(),
    ...actOptions(),
    issueOption(),
    jsonOption(),
  ],
  exits: { 1: "a person has to decide something, or the work failed" },
  examples: ["npx twinpost rotate --env prod", 'npx twinpost rotate --env prod --now --reason "in a log of 3 May" --apply'],
  open: () => require("../rotate") as typeof import("../rotate"),
};

const failOver: Verb = {
  name: "fail-over",
  summary: "send through the other sending provider",
  details: [
    "Asks whether the other provider would send, switches the application's secret to it, and tells the consumers. Needs neither",
    "Terraform nor DNS: both providers are authorised at all times. Refuses only if the other provider says that it would not send, or has",
    "no stored credentials.",
    "With --exercise it is the standby's day once a fortnight: switches to the standby in the declared window, unless an alarm rings, somebody",
    "switched within a day, or a rotation has both keys in motion; the next day's run switches back. Run it daily: it does what is due.",
  ],
  options: () => [
    envOption(),
    option("--to <provider>", "the provider to switch to; the other one when left out", "fail-over"),
    reasonOption("why; kept in the record; required without --exercise"),
    new Option("--exercise", "do what the standby's day asks for now, and nothing else"),
    new Option("--even-if-unproven", "switch although the other provider says that it would not send"),
    ...actOptions(),
    jsonOption(),
  ],
  exits: { 1: "the other provider would not send, or the work failed" },
  examples: [
    'npx twinpost fail-over --env prod --reason "the provider is down" --apply',
    "npx twinpost fail-over --env prod --exercise --apply",
  ],
  open: () => require("../fail-over") as typeof import("../fail-over"),
};

const pause: Verb = {
  name: "pause",
  summary: "stop all sending of an environment",
  details: [
    "Stops sending at every provider, and takes no login away. What applications submit meanwhile is refused: they have to keep it.",
  ],
  options: () => [envOption(), reasonOption("why; kept in the record").makeOptionMandatory(), ...actOptions(), jsonOption()],
  examples: ['npx twinpost pause --env prod --reason "wrong template" --apply'],
  open: () => require("../pause") as typeof import("../pause"),
};

const resume: Verb = {
  name: "resume",
  summary: "let a paused environment send again",
  details: ["Re-enables what `pause` disabled, and nothing else."],
  options: () => [envOption(), reasonOption("why; kept in the record").makeOptionMandatory(), ...actOptions(), jsonOption()],
  examples: ['npx twinpost resume --env prod --reason "mended" --apply'],
  open: () => require("../resume") as typeof import("../resume"),
};

const redrive: Verb = {
  name: "redrive",
  summary: "put events that could not be taken back into the queue",
  details: [
    "Events of the providers that could not be taken five times wait among the dead letters, for 14 days. Shows what they are, without addresses, and puts",
    "them back with `--apply`. What no provider wrote stays. An event that was taken already changes nothing, so it may be run again.",
  ],
  options: () => [envOption(), ...actOptions(), jsonOption()],
  examples: ["npx twinpost redrive --env prod", "npx twinpost redrive --env prod --apply"],
  open: () => require("../redrive") as typeof import("../redrive"),
};

const erase: Verb = {
  name: "erase",
  summary: "erase a recipient, here and at the sending providers",
  details: [
    "For a person's right to be forgotten: takes the recipient's messages out of the store of events, the address off the providers' lists, and asks",
    "the providers to erase their logs where they have an API for it. Says what cannot be erased, and until when it lives (docs/data-map.md). May be run",
    "again at any time. The lists keep mail from the address: who objected to mail wants `--keep-lists`.",
  ],
  arguments: () => [new Argument("<address>", "of the recipient")],
  options: () => [
    envOption(),
    new Option("--keep-lists", "leave the address on the lists that keep mail from it"),
    ...actOptions(),
    jsonOption(),
  ],
  exits: { 1: "a part could not be erased, or the work failed" },
  examples: ["npx twinpost erase ada@client.example --env prod", "npx twinpost erase ada@client.example --env prod --apply"],
  open: () => require("../erase") as typeof import("../erase"),
};

const alerts: Verb = {
  name: "alerts",
  summary: "ring every target of alerts, and say what came back",
  details: [
    "Sends a message that says that it is a test to everybody who gets pages and tickets, posts it to the webhook, and calls the heartbeat's",
    "address. Whether an e-mail arrived, only its reader knows; who has not confirmed to SNS is named. Nothing changes, and no alarm rings.",
  ],
  arguments: () => [new Argument("<what>", '"test"').choices(["test"])],
  options: () => [envOption(), jsonOption()],
  exits: { 1: "a target was not reached, or the work failed" },
  examples: ["npx twinpost alerts test --env prod"],
  open: () => require("../alerts") as typeof import("../alerts"),
};

export const operate: VerbGroup = {
  title: "Operate",
  about: "once it is applied",
  verbs: [credentials, settings, seedTest, alerts, rotate, failOver, pause, resume, redrive, erase],
};
