/**
 * What comes next, by verb and outcome. Where nothing is to be done, nothing comes next. Each command works as it is printed. One order, which
 * README.md, docs/own-data.md, docs/first-day.md, docs/deployment.md and `init` give too: validate, rehearse, bootstrap, doctor, the account's stack,
 * adopt, plan, apply, verify, credentials, seed-test.
 */
import { accountOfStack, allName, organisationName } from "../declaration/names/stacks";
import type { BootstrapOutcome } from "./bootstrap/next";
import { type Next, quoted, twinpost } from "./next";

const isEnvironment = (target: string): boolean => target !== organisationName && accountOfStack(target) === undefined;

const step = (why: string, command: string): Next => ({ why, command });

const beginOwn = step("declare your own", twinpost("init"));

/** The roles and bounds that an environment's stack needs are in it. */
const applyAccountFirst = (account: string): Next =>
  step("the account's stack first: an administrator plans it, and applies it", twinpost("plan", account));

/** @param own those that are no longer the examples. */
export function nextAfterValidate([first]: readonly string[], [own]: readonly string[]): Next[] {
  if (first === undefined) return [step("begin an environment", twinpost("init"))];
  return [
    step("try it on this machine, without any account", twinpost("rehearse", own ?? first)),
    own === undefined ? beginOwn : step("make the bucket for Terraform's state, for real", twinpost("bootstrap", own, "--apply")),
  ];
}

export interface DoctorOutcome {
  /** Ids of findings that are errors. */
  problems: readonly string[];
  /** Of the environment itself. */
  isApplied?: boolean;
  /** As BootstrapOutcome has it. */
  account?: string;
}

export function nextAfterDoctor(env: string, { problems, isApplied = false, account }: DoctorOutcome): Next[] {
  if (problems.length === 0) {
    if (account !== undefined) return [applyAccountFirst(account)];
    if (!isApplied)
      return [step("take over what exists already", twinpost("adopt", env)), step("see what would be made", twinpost("plan", env))];
    return [step("look at it any time", twinpost("status")), step("see whether it delivers", twinpost("seed-test", env))];
  }
  if (problems.every((id) => id === "doctor/state-bucket")) return [step("make the bucket", twinpost("bootstrap", env, "--apply"))];
  return [step("once they are mended, look again", twinpost("doctor", env))];
}

export function nextAfterBootstrap(env: string, { applied, isBlocked, account }: BootstrapOutcome): Next[] {
  if (isBlocked) return [step("once that is mended, do it again", twinpost("bootstrap", env, ...(applied ? ["--apply"] : [])))];
  if (!applied) return [step("do it", twinpost("bootstrap", env, "--apply"))];
  const doctor = isEnvironment(env) ? [step("see what the real accounts lack", twinpost("doctor", env))] : [];
  if (accountOfStack(env) !== undefined) return [step("see what would be made", twinpost("plan", env))];
  if (account !== undefined) return [applyAccountFirst(account), ...doctor];
  return [...doctor, step("take over what exists already", twinpost("adopt", env))];
}

export const nextAfterAdopt = (env: string, isInTheWay: boolean): Next[] =>
  isInTheWay ? [step("once they are merged, look again", twinpost("adopt", env))] : [step("see what would change", twinpost("plan", env))];

export const nextAfterForecast = (env: string, isHeldBack: boolean): Next[] =>
  isHeldBack ? [step("see what holds it back", twinpost("plan", env))] : [step("apply the plan", twinpost("apply", env, "--apply"))];

export function nextAfterVerify(target: string, isWell: boolean): Next[] {
  if (!isWell) return [step("once that is mended, or DNS has spread, look again", twinpost("verify", target))];
  return isEnvironment(target)
    ? [step("issue the logins with which the application sends", twinpost("credentials", target, "--apply"))]
    : [];
}

export const nextAfterCredentials = (env: string, isDone: boolean): Next[] =>
  isDone
    ? [
        step("send an invitation to each seed mailbox", twinpost("seed-test", env)),
        step("give the application its settings; they have a password in them", twinpost("settings", env)),
      ]
    : [step("do it", twinpost("credentials", env, "--apply"))];

/** @param unwell references of messages that did not arrive as expected. */
export function nextAfterSeedTest(env: string, unwell: readonly string[]): Next[] {
  const [reference] = unwell;
  if (reference === undefined) return [step("look at it any time", twinpost("status"))];
  return [
    step("see whether DNS and the providers are as declared", twinpost("verify", env)),
    step("see what the provider tells of such a message", twinpost("trace", env, reference)),
  ];
}

export const nextAfterStatus = ({ broken, absent, isFaulty }: { broken: string[]; absent: string[]; isFaulty: boolean }): Next[] => [
  ...(isFaulty ? [step("see what is wrong with the files", twinpost("validate"))] : []),
  ...broken.slice(0, 1).map((name) => step(`see what is wrong with ${name}`, twinpost("verify", name))),
  ...(isFaulty || broken.length > 0 ? [] : absent.slice(0, 1).map((name) => step(`see what ${name} needs`, twinpost("doctor", name)))),
];

/** @param question as it was typed. */
export function nextAfterTrace(env: string, question: string, { isOurs, isToAsk }: { isOurs: boolean; isToAsk: boolean }): Next[] {
  return [
    ...(isOurs ? [step("see whether DNS and the providers are as declared", twinpost("verify", env))] : []),
    ...(isToAsk ? [step("what the provider's support asks for", twinpost("trace", env, quoted(question), "--for-support"))] : []),
  ];
}

export function nextAfterAffected(
  env: string,
  { since, until, affected }: { since: number; until: number; affected: readonly unknown[] },
): Next[] {
  if (affected.length === 0) return [];
  const span = ["--since", new Date(since).toISOString(), "--until", new Date(until).toISOString()];
  return [step("for the application, to send again", twinpost("affected", env, ...span, "--format", "csv"))];
}

export function nextAfterRedrive(env: string, status: "would put back" | "put back" | "nothing to put back"): Next[] {
  if (status === "would put back") return [step("do it", twinpost("redrive", env, "--apply"))];
  return status === "put back" ? [step("see whether they are taken", twinpost("status", env))] : [];
}

/** @param drifted targets. */
export const nextAfterDrift = (drifted: readonly string[]): Next[] =>
  drifted.slice(0, 1).map((target) => step(`see what putting ${target} back would change`, twinpost("plan", target)));

/** @param byHand zones whose records a person publishes. */
export const nextAfterRecords = (target: string, byHand: readonly string[]): Next[] => [
  ...byHand.map((zone) =>
    step(`a zone file of what you publish in ${zone}`, twinpost("records", target, "--zone", zone, "--format", "bind")),
  ),
  ...(accountOfStack(target) === undefined ? [step("see whether the world sees them", twinpost("verify", target))] : []),
];

export function nextAfterRotate(env: string, outcome: "would begin" | "done" | "refused", words: readonly string[]): Next[] {
  if (outcome === "would begin") return [step("do it", twinpost("rotate", env, ...words, "--apply"))];
  return outcome === "refused" ? [step("see how it stands", twinpost("status", env))] : [];
}

export function nextAfterFailOver(env: string, status: string, { to, reason }: { to: string; reason: string }): Next[] {
  if (status === "would switch") return [step("do it", twinpost("fail-over", env, "--to", to, "--reason", quoted(reason), "--apply"))];
  if (status === "switched") return [step("see whether it delivers", twinpost("seed-test", env))];
  return status === "refused" ? [step("see what is wrong with it", twinpost("doctor", env))] : [];
}

export function nextAfterPause(env: string, status: string, reason: string): Next[] {
  if (status === "would pause") return [step("do it", twinpost("pause", env, "--reason", quoted(reason), "--apply"))];
  if (status === "would resume") return [step("do it", twinpost("resume", env, "--reason", quoted(reason), "--apply"))];
  if (status === "paused")
    return [step("once it is mended, send again", twinpost("resume", env, "--reason", quoted("it is mended"), "--apply"))];
  return status === "resumed" ? [step("see whether it delivers", twinpost("seed-test", env))] : [];
}

export function nextAfterPromote(from: string, to: string, outcome: "refused" | "allowed" | "recorded" | "nothing"): Next[] {
  if (outcome === "allowed") return [step("record it", twinpost("promote", undefined, "--from", from, "--to", to, "--apply"))];
  return outcome === "recorded" ? [step("with that commit checked out", twinpost("plan", to))] : [];
}

export const nextAfterDestroy = (isDestroyed: boolean): Next[] => (isDestroyed ? [step("see what is left", twinpost("status"))] : []);

/** @param isExample nobody has put own data in yet. */
export function nextAfterRehearse(env: string, isWell: boolean, isExample = false): Next[] {
  if (!isWell) return [step("once it is mended, try it again", twinpost("rehearse", env))];
  if (isExample) return [beginOwn];
  return env === allName
    ? [step("see how the real ones stand", twinpost("status"))]
    : [step("make the bucket for Terraform's state, for real", twinpost("bootstrap", env, "--apply"))];
}
