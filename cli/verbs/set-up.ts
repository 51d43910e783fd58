/** The verbs of the first day: declare an environment, and check and prepare the accounts that it needs. */
import { Option } from "commander";
import { applyOption, envOption, jsonOption, option } from "../options";
import type { Verb, VerbGroup } from "../verb";

const init: Verb = {
  name: "init",
  summary: "begin a new environment, by flags or by questions",
  details: ["Writes `environments/<name>.ts` and adds it to the list. On a terminal it asks for what no flag says."],
  options() {
    const { questions } =
      require("../../declaration/new-environment/questions") as typeof import("../../declaration/new-environment/questions");
    return [
      ...questions.map(({ flag, text }) => option(flag, text, "init")),
      // No environment variable: one that is left set would replace what nobody meant.
      new Option("--force", "replace an environment of that name"),
      jsonOption(),
    ];
  },
  examples: ["npx twinpost init --name pilot   # asks for the rest"],
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
  details: ["Checks what must be true in the real accounts, and changes nothing. Says what takes days, and what it costs."],
  options: () => [envOption(), jsonOption()],
  exits: { 1: "something is not as it must be, or could not be checked" },
  examples: ["npx twinpost doctor --env staging"],
  open: () => require("../doctor") as typeof import("../doctor"),
};

const bootstrap: Verb = {
  name: "bootstrap",
  summary: "make the state bucket, and protect environments at GitHub",
  details: [
    "Makes what no Terraform state can own: the bucket in the AWS account that Terraform keeps its state in. With `GITHUB_TOKEN`",
    "it also makes the environments at GitHub, with reviewers, branches and variables.",
  ],
  options: () => [envOption('the environment, "organisation" or "account-<id>"'), applyOption(), jsonOption()],
  exits: { 1: "the work failed, or GitHub is not as declared" },
  examples: [
    "npx twinpost bootstrap --env staging --apply",
    "GITHUB_TOKEN=$(gh auth token) npx twinpost bootstrap --env staging   # GitHub too",
  ],
  open: () => require("../bootstrap") as typeof import("../bootstrap"),
};

const adopt: Verb = {
  name: "adopt",
  summary: "compare declared DNS records with what is live already",
  details: ["What is the same is imported; for the rest it proposes how to merge. Nothing of another tool is overwritten."],
  options: () => [envOption('the environment, or "organisation"'), jsonOption()],
  exits: { 1: "something is to be merged by hand, or the work failed" },
  examples: ["npx twinpost adopt --env organisation"],
  open: () => require("../adopt") as typeof import("../adopt"),
};

export const setUp: VerbGroup = {
  title: "Set up",
  about: "in this order",
  verbs: [init, validate, doctor, bootstrap, adopt],
};
