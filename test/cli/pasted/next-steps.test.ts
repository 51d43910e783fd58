/** What a verb prints to be typed next is understood by the command line: of each verb, after each outcome. */
import { groups } from "../../../cli/verbs";
import { nextText } from "../../../reports/next";
import * as steps from "../../../reports/next-steps";
import { parsed } from "./parsed";

const names = ["staging", "organisation", "account-111122223333"];
const account = "account-111122223333";
const reason = "the provider's down; see $HOME `x`";
const outcomes = [true, false];

/** Of every exported function, with every outcome. */
const printed: Record<string, string[]> = {
  nextAfterValidate: [[], ["staging", "prod"]].flatMap((each) => [[], each].map((own) => nextText(steps.nextAfterValidate(each, own)))),
  nextAfterDoctor: [[], ["doctor/state-bucket"], ["doctor/sendgrid-settings"]].flatMap((problems) =>
    [{}, { isApplied: true }, { account }].map((standing) => nextText(steps.nextAfterDoctor("staging", { problems, ...standing }))),
  ),
  nextAfterBootstrap: names.flatMap((name) =>
    outcomes.flatMap((applied) =>
      outcomes.flatMap((isBlocked) =>
        [{}, { account }].map((unready) => nextText(steps.nextAfterBootstrap(name, { applied, isBlocked, ...unready }))),
      ),
    ),
  ),
  nextAfterAdopt: names.flatMap((name) => outcomes.map((each) => nextText(steps.nextAfterAdopt(name, each)))),
  nextAfterForecast: names.flatMap((name) => outcomes.map((each) => nextText(steps.nextAfterForecast(name, each)))),
  nextAfterVerify: names.slice(0, 2).flatMap((name) => outcomes.map((each) => nextText(steps.nextAfterVerify(name, each)))),
  nextAfterCredentials: outcomes.map((each) => nextText(steps.nextAfterCredentials("staging", each))),
  nextAfterSeedTest: [[], ["0a1b2c3d4e5f"]].map((each) => nextText(steps.nextAfterSeedTest("staging", each))),
  nextAfterStatus: outcomes.flatMap((isFaulty) =>
    [[], ["staging"]].flatMap((broken) => [[], ["dev"]].map((absent) => nextText(steps.nextAfterStatus({ broken, absent, isFaulty })))),
  ),
  nextAfterDrift: [[], names].map((each) => nextText(steps.nextAfterDrift(each))),
  nextAfterRecords: names.slice(0, 2).flatMap((name) => [[], ["corp.example"]].map((each) => nextText(steps.nextAfterRecords(name, each)))),
  nextAfterTrace: outcomes.flatMap((isOurs) =>
    outcomes.map((isToAsk) => nextText(steps.nextAfterTrace("staging", "<it's.a$id@app.example>", { isOurs, isToAsk }))),
  ),
  nextAfterAffected: [[], ["one"]].map((affected) =>
    nextText(steps.nextAfterAffected("staging", { since: 1_764_000_000_000, until: 1_764_003_600_000, affected })),
  ),
  nextAfterRedrive: (["would put back", "put back", "nothing to put back"] as const).map((each) =>
    nextText(steps.nextAfterRedrive("staging", each)),
  ),
  nextAfterRotate: (["would begin", "done", "refused"] as const).map((each) =>
    nextText(steps.nextAfterRotate("staging", each, ["--provider", "ses", "--now", "--reason", quotedReason()])),
  ),
  nextAfterFailOver: ["would switch", "switched", "already there", "refused"].map((each) =>
    nextText(steps.nextAfterFailOver("staging", each, { to: "ses", reason })),
  ),
  nextAfterPause: ["would pause", "paused", "would resume", "resumed", "not paused"].map((each) =>
    nextText(steps.nextAfterPause("staging", each, reason)),
  ),
  nextAfterPromote: (["refused", "allowed", "recorded", "nothing"] as const).map((each) =>
    nextText(steps.nextAfterPromote("staging", "prod", each)),
  ),
  nextAfterDestroy: outcomes.map((each) => nextText(steps.nextAfterDestroy(each))),
  nextAfterRehearse: ["staging", "all"].flatMap((name) =>
    outcomes.flatMap((isWell) => outcomes.map((isExample) => nextText(steps.nextAfterRehearse(name, isWell, isExample)))),
  ),
};

function quotedReason(): string {
  return `'${reason.replaceAll("'", "'\\''")}'`;
}

const commands = Object.entries(printed).flatMap(([of, texts]) =>
  [...new Set(texts.flatMap((text) => text.split("\n")).filter((line) => line.startsWith("  ")))].map((line) => [of, line.trim()] as const),
);

const orderOf = (text: string): string[] => [...text.matchAll(/npx twinpost (.*)/g)].map(([, words = ""]) => words);

test.each<[string, string, string[]]>([
  ["validate, examples", nextText(steps.nextAfterValidate(["dev"], [])), ["rehearse --env dev", "init"]],
  ["validate, own", nextText(steps.nextAfterValidate(["dev", "qa"], ["qa"])), ["rehearse --env qa", "bootstrap --env qa --apply"]],
  ["rehearse, examples", nextText(steps.nextAfterRehearse("staging", true, true)), ["init"]],
  ["rehearse, own", nextText(steps.nextAfterRehearse("qa", true)), ["bootstrap --env qa --apply"]],
  [
    "bootstrap, before the account's stack",
    nextText(steps.nextAfterBootstrap("qa", { applied: true, isBlocked: false, account })),
    [`plan --env ${account}`, "doctor --env qa"],
  ],
  [
    "bootstrap, after it",
    nextText(steps.nextAfterBootstrap("qa", { applied: true, isBlocked: false })),
    ["doctor --env qa", "adopt --env qa"],
  ],
  [
    "bootstrap, of the account",
    nextText(steps.nextAfterBootstrap(account, { applied: true, isBlocked: false })),
    [`plan --env ${account}`],
  ],
  ["doctor, before the account's stack", nextText(steps.nextAfterDoctor("qa", { problems: [], account })), [`plan --env ${account}`]],
  ["doctor, after it", nextText(steps.nextAfterDoctor("qa", { problems: [] })), ["adopt --env qa", "plan --env qa"]],
  ["doctor, all applied", nextText(steps.nextAfterDoctor("qa", { problems: [], isApplied: true })), ["status", "seed-test --env qa"]],
  ["adopt", nextText(steps.nextAfterAdopt("qa", false)), ["plan --env qa"]],
  ["verify", nextText(steps.nextAfterVerify("qa", true)), ["credentials --env qa --apply"]],
])("in order: %s", (_of, text, commands) => expect(orderOf(text)).toEqual(commands));

test("every step has an outcome here", () => {
  expect(Object.keys(printed).sort()).toEqual(Object.keys(steps).sort());
});

test.each(commands)("%s: %s", async (_of, command) => {
  const { verb, options } = await parsed(command);
  expect(groups.flatMap(({ verbs }) => verbs.map(({ name }) => name))).toContain(verb);
  if (options.reason !== undefined && !command.includes("it is mended")) expect(options.reason).toBe(reason);
});
