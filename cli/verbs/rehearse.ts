/** The verbs that try everything against stand-ins. */
import { Argument, Option } from "commander";
import { option, sandboxTroubleOptions } from "../options";
import type { Verb, VerbGroup } from "../verb";

const rehearsal: Verb = {
  name: "rehearse",
  summary: "run an environment's life cycle in a sandbox, with a report",
  details: [
    "Runs bootstrap, plan, apply, credentials and seed test against a sandbox on this machine: the real Terraform, DNS, SMTP over TLS,",
    "and receivers that judge SPF, DKIM and DMARC. The report says what they concluded about your mail, and why.",
    "",
    "`--env all` runs the accounts, the organisation and every environment in one sandbox, with `--changes`, then destroys one environment.",
    "",
    "`--changes` also makes ten DNS changes, and checks each forecast against delivered mail.",
  ],
  options: () => [
    option("--env <name>", 'an environment, or "all"; default: the first that delivers'),
    option("--changes", "also make ten DNS changes and check each forecast against delivered mail (part of --env all)"),
    // No environment variable: --changes has it.
    new Option("--no-changes", "leave them out of --env all, which takes half as long"),
    option("--with <what>", "also replace credentials and switch providers while 100 programs send, and count every message").choices([
      "rotation-under-load",
    ]),
    option("--keep", "keep the sandbox running afterwards, and print how to explore it"),
    ...sandboxTroubleOptions(),
  ],
  exits: { 1: "mail would not be delivered as declared, or a step failed" },
  examples: ["npx twinpost rehearse --calm", "npx twinpost rehearse --env all"],
  open: () => require("../rehearse") as typeof import("../rehearse"),
};

const sandbox: Verb = {
  name: "sandbox",
  summary: "run the stand-ins alone, and point a shell at them",
  details: [
    "Runs stand-ins for AWS, the DNS hosts, the sending providers, DNS, SMTP and three receivers on loopback until interrupted.",
    "`twinpost sandbox env` prints the variables that point a shell at a running one.",
  ],
  arguments: () => [new Argument("[what]", '"env" prints the variables of a running sandbox').choices(["start", "env"]).default("start")],
  options: () => [
    option("--env <name>", "the environment whose AWS account the variables point at; default: the first that delivers"),
    option("--name <name>", "name of the sandbox; several may run at the same time", "sandbox").default("default"),
    ...sandboxTroubleOptions(),
  ],
  examples: ["npx twinpost sandbox", 'eval "$(npx twinpost sandbox env)"   # in another terminal'],
  open: () => require("../sandbox") as typeof import("../sandbox"),
};

export const rehearse: VerbGroup = {
  title: "Rehearse",
  about: "on this machine; no account is needed",
  verbs: [rehearsal, sandbox],
};
