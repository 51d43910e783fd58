/** The verbs that change Terraform's resources, and their previews. */
import { Option } from "commander";
import {
  actOptions,
  envOption,
  forceOption,
  jsonOption,
  noRefreshOption,
  option,
  readOnce,
  shareOption,
  stacks,
  waiveOption,
} from "../options";
import type { Verb, VerbGroup } from "../verb";

const heldBack = "the safety gate holds the plan back";

const plan: Verb = {
  name: "plan",
  summary: "show what would change and whether it is safe; keep the plan",
  details: [
    "Synthesises the stack, asks Terraform what would change, and keeps that plan. The safety gate holds back every change that it does not",
    "know to be harmless, and says which. `--waive` lets one finding pass, `--force` all of them, each with a reason that is kept.",
    "",
    "In a job of GitHub's, `--share` writes a record of the plan for the pull request's comment, without sensitive values; on the main branch it",
    "is evidence, and lines `Waive: <finding>@<where>=<reason>` of the pull request are reasons.",
  ],
  options: () => [
    envOption(stacks),
    waiveOption(),
    forceOption(),
    noRefreshOption(),
    new Option("--synthesised <folder>", "plan a stack that was synthesised elsewhere, once it was looked at"),
    shareOption("plan"),
    new Option("--full", "show the plan in Terraform's own words first, sensitive values left out"),
    jsonOption(),
  ],
  exits: { 3: heldBack },
  examples: [
    "npx twinpost plan --env staging",
    "npx twinpost plan --env staging --waive 'resource/attribute@aws_kms_key.secrets_key=rotated by hand'",
    'npx twinpost plan --env staging --force "the domain is retired"',
  ],
  open: () => require("../plan") as typeof import("../plan"),
};

const forecast: Verb = {
  name: "forecast",
  summary: "predict what receivers will conclude from the kept plan",
  details: [
    "Combines the kept plan with live DNS, and predicts what Gmail, Outlook and Yahoo conclude before and after it. Stores the forecast",
    "with the plan.",
  ],
  options: () => [envOption(stacks), jsonOption()],
  exits: { 3: `${heldBack}, as \`apply\` will` },
  examples: ["npx twinpost forecast --env staging"],
  open: () => require("../forecast") as typeof import("../forecast"),
};

const apply: Verb = {
  name: "apply",
  summary: "apply the kept plan, nothing newer",
  details: [
    "Applies the plan that `twinpost plan` kept, to the account and the endpoints that it was made for. Judges it again with",
    "live DNS of now.",
    "",
    "In a job of GitHub's, `--reviewed` applies only a plan that equals the one that was recorded in this run and this attempt.",
  ],
  options: () => [
    envOption(stacks),
    ...actOptions(),
    new Option("--reviewed", "apply only the plan that was recorded in this run"),
    shareOption("apply"),
    jsonOption(),
  ],
  asksItself: true,
  exits: { 3: `${heldBack}, or it is not the one that was reviewed` },
  examples: ["npx twinpost apply --env staging --apply"],
  open: () => require("../apply") as typeof import("../apply"),
};

const changed: Verb = {
  name: "changed",
  summary: "name the targets whose plan may differ since a commit",
  details: [
    "Decides by the paths that git names: documentation and tests touch nothing, an environment's file three targets, everything else all. The",
    "three are the environment; the one at which its promotion begins, since only what a merge applied there is a release that can be promoted;",
    "and the organisation, whose domains consent to the environments' DMARC reports, and whose forecast is about their mail. In a job of",
    "GitHub's it sets the outputs `targets`, `on-merge` (what a merge applies) and `environments` (all).",
  ],
  options: () => [new Option("--base <commit>", "the id of the earlier commit; without it everything counts as changed"), jsonOption()],
  examples: ["npx twinpost changed --base 5fcf2961c52f3f1c1d1f7a38f8c5f7d1f0d3f5a9"],
  open: () => require("../changed") as typeof import("../changed"),
};

const comment: Verb = {
  name: "comment",
  summary: "tell a pull request what its plans would do",
  details: [
    "In a job of GitHub's: writes what jobs shared by `plan --share` into the one comment of the pull request, made once and then written anew, and",
    "on the job's page. On the main branch it compares them with what the comment showed; with `--applied` the comment becomes the outcome.",
    "For a fork, `--synthesised` and `--base` tell on the job's page what two outputs of the synthesis declare differently.",
  ],
  options: () => [
    new Option("--plans <folder>", "the records of plans"),
    new Option("--applied <folder>", "the records of applies and verifications"),
    new Option("--synthesised <folder>", "the synthesised stacks of a fork").conflicts("plans"),
    new Option("--base <folder>", "the synthesised stacks of its base"),
    new Option("--targets <json>", "what was to be planned, as `changed` gives it: one without a record is told"),
  ],
  examples: ["npx twinpost comment --plans plans"],
  open: () => require("../comment") as typeof import("../comment"),
};

const promote: Verb = {
  name: "promote",
  summary: "say whether a release may go to the next environment",
  details: [
    "Takes the commit that is applied in one environment, and refuses it with every reason at once: not verified now, not soaked, drifted,",
    "held, frozen, the safety gate. Lists what differs between the two environments. `--apply` records the promotion, and `apply` takes it.",
    "",
    "`--emergency` promotes the commit that is checked out, whatever the environment below says: for those that `promotion.emergency` names.",
    "Somebody else reviews it the next day: `--reviewed`.",
  ],
  options: () => [
    option("--from <name>", "the environment that has it").makeOptionMandatory(),
    option("--to <name>", "the environment that gets it").makeOptionMandatory(),
    new Option("--emergency <reason>", "promote what is checked out, at once").conflicts(["reviewed"]),
    new Option("--reviewed <note>", "record that you reviewed the emergency edits"),
    ...actOptions(),
    jsonOption(),
  ],
  exits: { 3: "refused" },
  examples: [
    "npx twinpost promote --from staging --to prod",
    "npx twinpost promote --from staging --to prod --apply",
    'npx twinpost promote --from staging --to prod --emergency "bounces go nowhere since noon" --apply',
    'npx twinpost promote --from staging --to prod --reviewed "the edit is right, staging has it too" --apply',
  ],
  open: () => require("../promote") as typeof import("../promote"),
};

const rollBack: Verb = {
  name: "roll-back",
  summary: "go back to the data of an earlier release; then lift the hold",
  details: [
    "Takes the environment's data of a release that was applied, under today's code, and plans it. Refuses what cannot be undone, such as a",
    "login or a key that is gone; secrets are not rolled back. `--apply` applies it, and holds the environment: nothing is promoted or merged",
    "into it until `--lift`.",
    "",
    "In a job of GitHub's, `--share` records the plan, and `--reviewed` applies only a plan that equals the one of this run and this attempt.",
  ],
  options: () => [
    envOption(),
    new Option("--to <release>", "its commit, or how many releases back").conflicts(["lift"]),
    new Option("--lift <reason>", "let releases come again").conflicts(["share", "reviewed"]),
    waiveOption(),
    new Option("--reviewed", "apply only the plan that was recorded in this run"),
    shareOption("plan"),
    ...actOptions(),
    jsonOption(),
  ],
  exits: { 3: "it cannot be undone, the safety gate holds the plan back, or it is not the one that was reviewed" },
  examples: [
    "npx twinpost roll-back --env prod --to 1",
    "npx twinpost roll-back --env prod --to 0123abc --apply",
    'npx twinpost roll-back --env prod --lift "the new selector is published" --apply',
  ],
  open: () => require("../roll-back") as typeof import("../roll-back"),
};

const destroy: Verb = {
  name: "destroy",
  summary: "destroy an environment; without --apply, list what would go",
  details: [
    "Deletes its keys, records, identities and alarms at once, its secrets and their encryption key after a wait. Evidence stays in the bucket. The safety gate refuses",
    "without a reason: `--force`.",
  ],
  options: () => [
    // No environment variable: the command line must name what it destroys.
    new Option("--env <name>", "an environment").argParser(readOnce).makeOptionMandatory(),
    waiveOption(),
    forceOption(),
    ...actOptions(),
    jsonOption(),
  ],
  asksItself: true,
  exits: { 3: heldBack },
  examples: ['npx twinpost destroy --env dev --force "dev moves to another account" --apply'],
  open: () => require("../destroy") as typeof import("../destroy"),
};

export const change: VerbGroup = {
  title: "Change",
  about: "nothing changes without --apply",
  verbs: [plan, forecast, apply, promote, rollBack, destroy, changed, comment],
};
