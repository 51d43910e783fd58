/**
 * Whether a release may go from one environment to the next: every reason against it at once. What is not known is a reason against it. Pure.
 * An emergency passes over what the environment below says, the soak, the hold and the freeze; never over the gate, nor over the comparison of
 * what is applied with what was reviewed, which `apply --reviewed` makes.
 */

import type { Environment } from "../../declaration/schema/environment";
import { usualSoak } from "../../declaration/schema/promotion-shape";
import { type Recorded, type Release, releaseOf } from "./release";

const hourMs = 3_600_000;
/** Verified and looked for drift daily, with some slack: schedules at GitHub come late. */
const freshHours = 26;

type RefusalId =
  | "promotion/not-applied"
  | "promotion/another-account"
  | "promotion/not-on-main"
  | "promotion/not-verified"
  | "promotion/not-soaked"
  | "promotion/drifted"
  | "promotion/another-commit"
  | "promotion/already-there"
  | "promotion/not-named"
  | "promotion/gate"
  | "promotion/held"
  | "promotion/frozen"
  | "promotion/emergency";

export interface Refusal {
  id: RefusalId;
  what: string;
  remedy: string;
  /** It is one of those that an emergency passes over. */
  passable: boolean;
}

export interface PromotionFacts {
  now: Date;
  from: {
    environment: Environment;
    applied: readonly Recorded<"applied">[];
    verification: Recorded<"verification"> | undefined;
    drift: Recorded<"drift"> | undefined;
  };
  to: {
    environment: Environment;
    applied: readonly Recorded<"applied">[];
    hold: Recorded<"hold"> | undefined;
    /** What a plan at a commit found; undefined where none is known. */
    planOf(commit: string): { open: readonly string[] } | undefined;
    /** The commit that this run planned and whose plan was approved; undefined where nothing was planned. */
    plannedHere: string | undefined;
    /** The commit that `environments/releases.json` names. */
    named: string | undefined;
  };
  /** "unknown": the history is not there to look at. */
  isOnMain(commit: string): boolean | "unknown";
  /** A plan is required: it is about to be applied. */
  act: boolean;
  /** The commit that an emergency brings; undefined: the release of `from`. */
  emergency?: { commit: string | undefined; by: string };
}

export interface PromotionDecision {
  /** Undefined where there is nothing to promote. */
  commit: string | undefined;
  release: Release | undefined;
  refusals: Refusal[];
  /** Refusals that the emergency passed over. */
  skipped: Refusal[];
}

export function decidePromotion(facts: PromotionFacts): PromotionDecision {
  const found = releaseOf(facts.from.applied, facts.now);
  const release = "none" in found ? undefined : found;
  const commit = facts.emergency ? facts.emergency.commit : release?.commit;
  const all = [
    ...("none" in found
      ? [notApplied(facts, found.none)]
      : [...ofAccount(facts, found), ...verified(facts, found), ...soaked(facts, found), ...undrifted(facts, found)]),
    ...(facts.emergency ? declaredEmergency(facts, facts.emergency) : []),
    ...(commit === undefined ? [] : ofCommit(facts, commit)),
    ...held(facts),
    ...frozen(facts),
  ];
  const skipped = facts.emergency ? all.filter(({ passable }) => passable) : [];
  return { commit, release, refusals: all.filter((each) => !skipped.includes(each)), skipped };
}

const passable = (id: RefusalId, what: string, remedy: string): Refusal => ({ id, what, remedy, passable: true });
const firm = (id: RefusalId, what: string, remedy: string): Refusal => ({ id, what, remedy, passable: false });

const short = (commit: string): string => commit.slice(0, 12);
const at = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, "Z");

const notApplied = ({ from }: PromotionFacts, why: string): Refusal =>
  passable(
    "promotion/not-applied",
    `${from.environment.name}: ${why}`,
    `apply ${from.environment.name} from a commit of the main branch first`,
  );

function ofAccount({ from }: PromotionFacts, { newest }: Release): Refusal[] {
  const { name, aws } = from.environment;
  const acted = newest.result.actsOn.awsAccount;
  if (acted === aws.account) return [];
  const what = `${name} was applied in AWS account ${acted}, and is declared in ${aws.account}`;
  return [passable("promotion/another-account", what, `apply ${name} in its own account`)];
}

function verified({ from, now }: PromotionFacts, { newest }: Release): Refusal[] {
  const { name } = from.environment;
  const refuse = (what: string, remedy = `verify it: \`npx twinpost verify --env ${name}\``): Refusal[] => [
    passable("promotion/not-verified", `${name} is not verified now: ${what}`, remedy),
  ];
  const seen = from.verification;
  if (!seen) return refuse("no verification is recorded");
  if ("unreadable" in seen) return refuse(`the newest verification cannot be read: ${seen.unreadable}`);
  if (seen.at > now) return refuse(`the newest verification is dated in the future, ${at(seen.at)}: a clock is wrong`);
  if (seen.at <= newest.at) return refuse(`the newest verification, of ${at(seen.at)}, is older than the apply of ${at(newest.at)}`);
  if (isOld(seen.at, now)) return refuse(`the newest verification, of ${at(seen.at)}, is older than ${freshHours} hours`);
  const { errors, findings } = seen.result;
  const unknown = findings.filter(({ id, severity }) => severity !== "error" && /(^|[/-])(not-asked|not-reached|unknown)(-|$)/.test(id));
  const ids = [...findings.filter(({ severity }) => severity === "error"), ...unknown].map(({ id }) => id);
  if (errors === 0 && ids.length === 0) return [];
  return refuse(`the verification of ${at(seen.at)} found ${ids.join(", ") || `${errors} errors`}`, `mend that in ${name}, then verify it`);
}

function undrifted({ from, now }: PromotionFacts, { newest }: Release): Refusal[] {
  const { name } = from.environment;
  const refuse = (what: string, remedy = `look for drift: \`npx twinpost drift --env ${name}\``): Refusal[] => [
    passable("promotion/drifted", `${name}: ${what}`, remedy),
  ];
  const seen = from.drift;
  if (!seen) return refuse("nobody looked for drift, as far as it is recorded");
  if ("unreadable" in seen) return refuse(`the newest look for drift cannot be read: ${seen.unreadable}`);
  if (seen.at > now) return refuse(`the newest look for drift is dated in the future, ${at(seen.at)}: a clock is wrong`);
  if (seen.at <= newest.at) return refuse(`the newest look for drift, of ${at(seen.at)}, is older than the apply of ${at(newest.at)}`);
  if (isOld(seen.at, now)) return refuse(`the newest look for drift, of ${at(seen.at)}, is older than ${freshHours} hours`);
  if (seen.result.state === "none") return [];
  if (seen.result.state === "unknown") return refuse(`whether it drifted is unknown: ${seen.result.why ?? "no reason is recorded"}`);
  return refuse(`somebody else changed ${seen.result.addresses.join(", ")}`, `apply ${name} again, or declare what is there`);
}

const isOld = (time: Date, now: Date): boolean => now.getTime() - time.getTime() > freshHours * hourMs;

function soaked({ from, to, now }: PromotionFacts, { commit, since }: Release): Refusal[] {
  const hours = to.environment.promotion?.soakHours ?? usualSoak;
  const until = new Date(since.getTime() + hours * hourMs);
  if (now >= until) return [];
  const what = `${short(commit)} is applied in ${from.environment.name} since ${at(since)}, expected ${hours} hours`;
  return [passable("promotion/not-soaked", what, `wait until ${at(until)}, or lower promotion.soakHours of ${to.environment.name}`)];
}

function declaredEmergency({ to }: PromotionFacts, { commit, by }: { commit: string | undefined; by: string }): Refusal[] {
  const { name, promotion } = to.environment;
  const allowed = promotion?.emergency ?? [];
  const isAllowed = allowed.some((who) => `github:${who.slice(1)}`.toLowerCase() === by.toLowerCase());
  const remedy = "the commit that is checked out is what goes live: check out one of the main branch, without changed files";
  return [
    ...(isAllowed
      ? []
      : [
          firm(
            "promotion/emergency",
            `${by} may not make an emergency edit of ${name}`,
            `promotion.emergency of ${name} names who may: ${allowed.join(", ") || "nobody"}`,
          ),
        ]),
    ...(commit === undefined ? [firm("promotion/not-on-main", "no whole commit is checked out", remedy)] : []),
  ];
}

/** Of the commit that would be applied. */
function ofCommit({ to, isOnMain, act, now, emergency }: PromotionFacts, commit: string): Refusal[] {
  const { name, promotion } = to.environment;
  const refusals: Refusal[] = [];
  const isThere = isOnMain(commit);
  if (isThere === "unknown") {
    const remedy = "fetch the whole history of the main branch (`fetch-depth: 0`)";
    refusals.push(firm("promotion/not-on-main", `whether ${short(commit)} is on the main branch is unknown`, remedy));
  } else if (!isThere) {
    refusals.push(firm("promotion/not-on-main", `${short(commit)} is not on the main branch`, "merge it first"));
  }
  const there = releaseOf(to.applied, now);
  if ("commit" in there && there.commit === commit)
    refusals.push(
      firm("promotion/already-there", `${short(commit)} is applied in ${name} already, since ${at(there.since)}`, "nothing is left to do"),
    );
  // A person who is in a hurry has no second pull request to wait for: the first one brought the commit to the main branch.
  if (promotion?.approval === "pull request" && to.named !== commit && !emergency) {
    const what = `environments/releases.json names ${to.named === undefined ? "no release" : short(to.named)} for ${name}, and ${short(commit)} would be applied`;
    refusals.push(firm("promotion/not-named", what, `write "${name}": "${commit}" there, in a pull request that is reviewed`));
  }
  if (to.plannedHere !== undefined && to.plannedHere !== commit) {
    const what = `${short(to.plannedHere)} was planned and approved, and meanwhile it is ${short(commit)}`;
    refusals.push(firm("promotion/another-commit", what, "start again: what is applied is what was reviewed"));
  }
  const plan = to.planOf(commit);
  if (plan && plan.open.length > 0) {
    const what = `the safety gate holds back the plan of ${short(commit)} for ${name}: ${plan.open.join(", ")}`;
    refusals.push(firm("promotion/gate", what, "change what is declared, or waive each finding with a reason"));
  }
  if (!plan && act) {
    const remedy = `check out ${short(commit)} and plan it: \`npx twinpost plan --env ${name}\``;
    refusals.push(firm("promotion/gate", `nobody planned ${short(commit)} for ${name}, so the safety gate has not judged it`, remedy));
  }
  return refusals;
}

function held({ to }: PromotionFacts): Refusal[] {
  const { name } = to.environment;
  const why = holdText(name, to.hold);
  return why === undefined
    ? []
    : [passable("promotion/held", why, `lift it: \`npx twinpost roll-back --env ${name} --lift "<reason>" --apply\``)];
}

/** @returns undefined where the environment is not held. What cannot be read may be a hold. */
export function holdText(name: string, hold: Recorded<"hold"> | undefined): string | undefined {
  if (!hold) return undefined;
  if ("unreadable" in hold) return `whether ${name} is held is unknown: the newest record cannot be read, ${hold.unreadable}`;
  return hold.result.state === "held" ? `${name} is held by ${hold.by} since ${at(hold.at)}: ${hold.result.why}` : undefined;
}

function frozen({ to, now }: PromotionFacts): Refusal[] {
  const day = frozenDay(to.environment, now);
  if (day === undefined) return [];
  return [
    passable("promotion/frozen", `${to.environment.name} is frozen on ${day}`, "wait for the next day that is not in rotation.freezes"),
  ];
}

/** @returns the day, in the time zone of the window; undefined when nothing is frozen now. */
export function frozenDay({ rotation }: Pick<Environment, "rotation">, now: Date): string | undefined {
  const timeZone = rotation.window?.timeZone ?? "UTC";
  // Swedish writes dates as ISO 8601 does.
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(now);
  return rotation.freezes?.includes(day) ? day : undefined;
}
