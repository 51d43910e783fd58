/** Every reason against a promotion, one by one and together; the rows are those of a promotion whose evidence is not what it seems. */
import { promote } from "../../../workflows/promote/promote";
import { dueReviews, reviewEmergencies } from "../../../workflows/promote/review-emergency";
import { applied, drift, effects, evidence, from, hoursAgo, now, one, ready, to, two, verified, type World } from "./promotion-world";

const unreadable = { unreadable: "it is cut off" };
const act = { from, to, act: true };

async function refusedBy(change: (world: World) => void, request = act): Promise<string[]> {
  const world = ready();
  change(world);
  const { refusals, recorded } = await promote(request, effects(world));
  expect(recorded).toBe(refusals.length === 0 && request.act);
  expect(world.promotions).toHaveLength(recorded ? 1 : 0);
  for (const { what, remedy } of refusals) expect([what, remedy].every((text) => text.length > 10)).toBe(true);
  return refusals.map(({ id }) => id.replace("promotion/", ""));
}

test("what is applied, verified, soaked and undrifted is promoted, and on what it rests is recorded", async () => {
  const world = ready();
  const outcome = await promote(act, effects(world));
  expect(outcome).toMatchObject({ commit: one, refusals: [], skipped: [], recorded: true });
  expect(world.promotions).toMatchObject([
    { target: "prod", result: { what: "promoted", from: "staging", commit: one, appliedSince: hoursAgo(30), verifiedAt: hoursAgo(1) } },
  ]);
});

test("without being asked to act, records nothing and needs no plan", async () => {
  expect(await refusedBy((world) => Object.assign(world, { plan: undefined }), { ...act, act: false })).toEqual([]);
});

const dns = { id: "sendgrid/not-asked", severity: "warning" as const, where: "mail.example.com" };
const error = { id: "spf/syntax", severity: "error" as const, where: "mail.example.com" };
const other = { commit: { id: two, dirty: false } };

test.each<[why: string, expected: string[], change: (world: World) => void]>([
  ["nothing is applied", ["not-applied"], (world) => (world.applied = [])],
  ["the newest apply cannot be read", ["not-applied"], (world) => world.applied.unshift(unreadable)],
  ["the newest apply did not finish", ["not-applied"], (world) => world.applied.unshift(applied(0.5, { outcome: "failed" }))],
  ["the apply is dated in the future", ["not-applied"], (world) => (world.applied = [applied(-1)])],
  ["files differed from the commit", ["not-applied"], (world) => (world.applied = [applied(30, {}, { commit: { id: one, dirty: true } })])],
  ["it was rolled back", ["not-applied"], (world) => (world.applied = [applied(30, { how: "roll-back", dataOf: two })])],
  [
    "it was applied in another account",
    ["another-account"],
    (world) => (world.applied = [applied(30, { actsOn: { awsAccount: "999988887777", endpoints: {} } })]),
  ],
  ["nobody verified", ["not-verified"], (world) => (world.verification = undefined)],
  ["the newest verification cannot be read", ["not-verified"], (world) => (world.verification = unreadable)],
  ["it was verified before it was applied, as another commit was", ["not-verified"], (world) => (world.verification = verified(31))],
  [
    "it was verified the day before yesterday",
    ["not-verified"],
    (world) => Object.assign(world, { applied: [applied(60)], verification: verified(27) }),
  ],
  ["it was verified in the future", ["not-verified"], (world) => (world.verification = verified(-0.1))],
  ["a verification anew failed", ["not-verified"], (world) => (world.verification = verified(1, [error]))],
  ["a provider could not be asked: unknown is not green", ["not-verified"], (world) => (world.verification = verified(1, [dns]))],
  ["nobody looked for drift", ["drifted"], (world) => (world.drift = undefined)],
  ["the look for drift cannot be read", ["drifted"], (world) => (world.drift = unreadable)],
  ["somebody edited by hand after it was verified", ["drifted"], (world) => (world.drift = drift(0.1, "drifted"))],
  ["drift is unknown", ["drifted"], (world) => (world.drift = drift(1, "unknown"))],
  ["the look for drift is older than the apply", ["drifted"], (world) => (world.drift = drift(31))],
  ["the look for drift is of the future", ["drifted"], (world) => (world.drift = drift(-2))],
  ["the look for drift is old", ["drifted"], (world) => Object.assign(world, { applied: [applied(60)], drift: drift(27) })],
  ["it is applied for 23 hours", ["not-soaked"], (world) => (world.applied = [applied(23)])],
  ["another commit came between", ["not-soaked"], (world) => (world.applied = [applied(20), applied(25, {}, other), applied(40)])],
  [
    "a failed apply came between",
    ["not-soaked"],
    (world) => (world.applied = [applied(20), applied(25, { outcome: "failed" }), applied(40)]),
  ],
  ["what came between cannot be read", ["not-soaked"], (world) => (world.applied = [applied(20), unreadable, applied(40)])],
  ["another commit was approved", ["another-commit"], (world) => (world.plannedHere = two)],
  ["it is not on the main branch", ["not-on-main"], (world) => (world.onMain = false)],
  ["whether it is on the main branch is unknown", ["not-on-main"], (world) => (world.onMain = "unknown")],
  ["it is there already", ["already-there"], (world) => (world.there = [applied(1)])],
  ["the gate holds the plan back", ["gate"], (world) => (world.plan = { open: ["dmarc/policy-weakened _dmarc"], changes: [] })],
  ["nobody planned it", ["gate"], (world) => (world.plan = undefined)],
  ["it is held", ["held"], (world) => (world.hold = evidence("hold", 5, { state: "held", why: "bounces" }))],
  ["whether it is held cannot be read", ["held"], (world) => (world.hold = unreadable)],
])("refused: %s", async (_, expected, change) => {
  expect(await refusedBy(change)).toEqual(expected);
});

test.each<[why: string, change: (world: World) => void]>([
  ["applied again, the same commit all the time", (world) => (world.applied = [applied(2), applied(40)])],
  ["the hold was lifted", (world) => (world.hold = evidence("hold", 5, { state: "lifted", why: "mended" }))],
  ["a warning is no failure", (world) => (world.verification = verified(1, [{ ...error, severity: "warning" }]))],
  ["the plan that was approved is of this commit", (world) => (world.plannedHere = one)],
])("not refused: %s", async (_, change) => {
  expect(await refusedBy(change)).toEqual([]);
});

test("a frozen day is one of the window's time zone, and the next day is none", async () => {
  const window = { days: ["monday" as const], fromHour: 9, toHour: 15, timeZone: "Pacific/Kiritimati" };
  const frozen = { ...to, rotation: { ...to.rotation, window, freezes: ["2026-11-29"] } };
  const at = (time: string) => refusedBy((world) => Object.assign(world, { now: new Date(time) }), { ...act, to: frozen });
  // UTC+14
  expect(await at("2026-11-28T12:00:00Z")).toEqual(["frozen"]);
  expect(await refusedBy(() => {}, { ...act, to: { ...to, rotation: { ...to.rotation, freezes: ["2026-11-28"] } } })).toEqual(["frozen"]);
  expect(await refusedBy(() => {}, { ...act, to: { ...to, rotation: { ...to.rotation, freezes: ["2026-11-29"] } } })).toEqual([]);
});

test("where a pull request approves, it has to name this commit", async () => {
  const request = { ...act, to: { ...to, promotion: { from: "staging", approval: "pull request" as const } } };
  expect(await refusedBy(() => {}, request)).toEqual(["not-named"]);
  expect(await refusedBy((world) => (world.named = two), request)).toEqual(["not-named"]);
  expect(await refusedBy((world) => (world.named = one), request)).toEqual([]);
});

test("all reasons are told at once", async () => {
  const all = await refusedBy((world) =>
    Object.assign(world, {
      ...{ applied: [applied(2)], verification: undefined, drift: undefined, onMain: false, plannedHere: two },
      ...{ plan: undefined, hold: evidence("hold", 5, { state: "held", why: "bounces" }) },
    }),
  );
  expect(all).toEqual(["not-verified", "not-soaked", "drifted", "not-on-main", "another-commit", "gate", "held"]);
});

test("says what was not proven: what is declared otherwise, and what the plans do otherwise", async () => {
  const world = ready();
  world.plan = {
    open: [],
    changes: [
      { address: "aws_kms_key.key", action: "update" },
      { address: "aws_sns_topic.alerts", action: "create" },
    ],
  };
  const elsewhere = { ...to, aws: { ...to.aws, region: "us-east-1" }, sendingProviders: { primary: "ses" as const } };
  const { differences } = await promote({ ...act, to: elsewhere }, effects(world));
  expect(differences).toEqual(
    expect.arrayContaining([
      { what: "aws.region", from: ["eu-west-1"], to: ["us-east-1"] },
      { what: "sendingProviders.primary", from: ["sendgrid"], to: ["ses"] },
      { what: "sendingProviders.standby", from: ["ses"], to: [] },
      { what: "aws_kms_key.key", from: ["create"], to: ["update"] },
      { what: "aws_sns_topic.alerts", from: [], to: ["create"] },
    ]),
  );
});

test("only from where it is declared", async () => {
  await expect(promote({ from: to, to: from, act: true }, effects(ready()))).rejects.toMatchObject({ exitCode: 2 });
  await expect(promote({ from: { ...from, name: "dev" }, to, act: true }, effects(ready()))).rejects.toMatchObject({ exitCode: 2 });
});

describe("an emergency edit", () => {
  const emergency = { ...act, emergency: "bounces go nowhere since noon" };
  const red = (world: World): unknown =>
    Object.assign(world, {
      ...{ by: "github:Ada", applied: [applied(1, { outcome: "failed" })], verification: verified(1, [error]), drift: drift(1, "drifted") },
      ...{ hold: evidence("hold", 5, { state: "held", why: "bounces" }) },
    });

  test("ten go live in a row while staging is red and prod is held, each recorded with what it passed over", async () => {
    const world = ready();
    red(world);
    for (let edit = 1; edit <= 10; edit++) {
      const commit = String(edit % 10).repeat(40);
      world.checkedOut = commit;
      const outcome = await promote(emergency, effects(world));
      expect(outcome).toMatchObject({ commit, refusals: [], recorded: true });
      expect(outcome.skipped.map(({ id }) => id)).toEqual(["promotion/not-applied", "promotion/held"]);
      world.there = [applied(0, { how: "emergency" }, { commit: { id: commit, dirty: false } })];
    }
    expect(world.promotions.map(({ result }) => result.what)).toEqual(Array(10).fill("emergency"));
    expect(world.promotions[0]).toMatchObject({
      result: { reason: "bounces go nowhere since noon", skipped: ["promotion/not-applied", "promotion/held"] },
    });
    expect(dueReviews(world.promotions)).toHaveLength(10);
  });

  test.each<[why: string, expected: string[], change: (world: World) => void]>([
    ["somebody who is not declared", ["emergency"], (world) => (world.by = "github:mallory")],
    ["a login of this machine that is called so", ["emergency"], (world) => (world.by = "local:ada")],
    ["the gate", ["gate"], (world) => (world.plan = { open: ["spf/sender-added"], changes: [] })],
    ["no plan", ["gate"], (world) => (world.plan = undefined)],
    ["files that differ from the commit", ["not-on-main"], (world) => (world.checkedOut = undefined)],
    ["a commit that is not on the main branch", ["not-on-main"], (world) => (world.onMain = false)],
    ["another commit than the one that was planned and approved", ["another-commit"], (world) => (world.plannedHere = "4".repeat(40))],
  ])("does not pass over: %s", async (_, expected, change) => {
    expect(
      await refusedBy((world) => {
        red(world);
        change(world);
      }, emergency),
    ).toEqual(expected);
  });

  test.each([["mend"], [" "], ["two words"]])("wants a reason: %j is none", async (reason) => {
    await expect(promote({ ...act, emergency: reason }, effects(ready()))).rejects.toMatchObject({ exitCode: 2 });
  });

  test("is reviewed afterwards, by somebody else, unless people may review themselves", async () => {
    const world = ready();
    red(world);
    await promote(emergency, effects(world));
    expect(dueReviews(world.promotions)).toMatchObject([{ by: "github:Ada", until: new Date(now.getTime() + 24 * 3_600_000) }]);
    const review = { environment: to, note: "staging has it too", act: true };
    await expect(reviewEmergencies(review, effects(world))).rejects.toMatchObject({ exitCode: 3 });
    await reviewEmergencies({ ...review, act: false }, effects({ ...world, by: "github:ben" }));
    expect(dueReviews(world.promotions)).toHaveLength(1);
    world.by = "github:ben";
    await reviewEmergencies(review, effects(world));
    expect(dueReviews(world.promotions)).toEqual([]);
    await expect(reviewEmergencies(review, effects(world))).rejects.toMatchObject({ exitCode: 1 });
  });
});
