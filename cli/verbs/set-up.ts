/** The verbs of the first day: declare an environment, and check and prepare the accounts that it needs. */
import { Option } from "commander";
import { actOptions, envOption, jsonOption, option, stacks } from "../options";
import type { Verb, VerbGroup } from "../verb";

const init: Verb = {
  name: "init",
  summary: "create an environment, by flags or by questions",
  details: [
    "Declares an environment, its AWS account and the domain above it: writes `environments/<name>.ts`, and adds what is new to `accounts.ts`,",
    "`organisation.ts` and the list. The first environment of your own takes the place of the examples. On a terminal it asks for what no flag says,",
    "shows everything before it writes, and offers a rehearsal. What AWS, the DNS host and GitHub know is read, where the shell has a login.",
  ],
  options() {
    const { questions } =
      require("../../declaration/new-environment/questions") as typeof import("../../declaration/new-environment/questions");
    return [
      ...questions.flatMap(({ key, flag, text }) => (key === "replace" ? [] : option(flag, text, "init"))),
      // No environment variable: a variable left set would replace an environment by mistake.
      new Option("--force", "replace an environment of that name"),
      jsonOption(),
    ];
  },
  examples: ["npx twinpost init", "npx twinpost init --name pilot   # asks for the rest"],
  open: () => require("../init") as typeof import("../init"),
};

const validate: Verb = {
  name: "validate",
  summary: "check the files in environments/, every mistake at once",
  details: ["Checks the files of the environments, the accounts and the organisation. Needs no network and no credentials."],
  options: () => [jsonOption()],
  exits: { 2: "a file is faulty" },
  examples: ["npx twinpost validate"],
  open: () => require("../validate") as typeof import("../validate"),
};

const doctor: Verb = {
  name: "doctor",
  summary: "check accounts, quotas, tokens, zone and mailboxes",
  details: ["Checks the requirements in the real accounts, and changes nothing. Lists requests that take days, and the monthly cost."],
  options: () => [envOption('an environment, or "all"'), jsonOption()],
  exits: { 1: "a requirement is not met, or could not be checked" },
  examples: ["npx twinpost doctor --env staging"],
  open: () => require("../doctor") as typeof import("../doctor"),
};

const bootstrap: Verb = {
  name: "bootstrap",
  summary: "make the state bucket, and protect environments at GitHub",
  details: [
    "Makes what Terraform cannot manage: the bucket for its own state, in the AWS account. With `GITHUB_TOKEN`",
    "it also sets up the GitHub environments, with reviewers, branches and variables.",
  ],
  options: () => [envOption(stacks), ...actOptions(), jsonOption()],
  exits: { 1: "the work failed, or GitHub differs from the declaration" },
  examples: [
    "npx twinpost bootstrap --env staging --apply",
    "GITHUB_TOKEN=$(gh auth token) npx twinpost bootstrap --env staging   # GitHub too",
  ],
  open: () => require("../bootstrap") as typeof import("../bootstrap"),
};

const adopt: Verb = {
  name: "adopt",
  summary: "prepare the import of what exists, or propose a merge",
  details: [
    "Finds what exists under the declared names and is not in Terraform's state, after an apply that died or where somebody made it by hand, and",
    "writes import blocks for it: the next apply imports it. Of DNS records, imports those that say nothing beyond the declared ones and proposes",
    "how to merge the others. Overwrites no record of another tool. Changes nothing outside this checkout.",
  ],
  options: () => [envOption(stacks), jsonOption()],
  exits: { 1: "something is in the way, or the work failed" },
  examples: ["npx twinpost adopt --env staging", "npx twinpost adopt --env organisation"],
  open: () => require("../adopt") as typeof import("../adopt"),
};

export const setUp: VerbGroup = {
  title: "Set up",
  about: "in this order",
  verbs: [init, validate, bootstrap, doctor, adopt],
};
