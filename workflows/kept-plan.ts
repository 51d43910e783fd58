/** Reads the plan that is kept for `apply`, checks its target and its file, and judges it again, because live DNS may have changed. */
import { type GuardedPlan, isHeldBack, openFindings } from "../changes/guard";
import type { Own } from "../changes/own";
import { isWaived, waiveOptions } from "../changes/waiver";
import { OperatorError } from "../declaration/operator-error";
import type { PlanTarget } from "../declaration/plan-target";
import type { EnvironmentName } from "../declaration/schema/environment";
import type { Finding } from "../findings/finding";
import type { Forecast } from "../findings/forecast/forecast";
import { type JudgeEffects, judge } from "./plan";
import type { KeptPlan, KeptPlans } from "./stack";

export interface KeptRequest {
  environment: EnvironmentName;
  /** Where it would act. */
  target: PlanTarget;
  own: Own;
}

export interface ReadKeptEffects {
  plans: Pick<KeptPlans, "read" | "digest">;
}

/** @throws OperatorError when no plan is kept (exit code 1), it was made for another target, or its file is not the one that was judged (3). */
export function requireKept({ environment, target }: Omit<KeptRequest, "own">, use: ReadKeptEffects): KeptPlan {
  const kept = use.plans.read();
  if (!kept)
    throw new OperatorError(`no plan is kept for "${environment}"`, `run \`npx twinpost plan --env ${environment}\` and read it first`);
  requireSameTarget(environment, kept.target, target);
  requireSameFile(environment, kept, use.plans);
  return kept;
}

/** @throws OperatorError with exit code 3. */
export function requireSameFile(environment: EnvironmentName, { digest }: KeptPlan, plans: Pick<KeptPlans, "digest">): void {
  if (digest === plans.digest()) return;
  throw new OperatorError(
    `the plan file that is kept for "${environment}" is not the one that was judged: it was replaced, or two plans were made at once`,
    `run \`npx twinpost plan --env ${environment}\` again, alone, and read it`,
    { exitCode: 3 },
  );
}

export interface JudgeAgainEffects extends JudgeEffects {
  plans: Pick<KeptPlans, "keep">;
}

/** Forecasts even if no record changes. @throws OperatorError as requireKept does. */
export async function forecastKept(
  { file, ...request }: KeptRequest & { file: string },
  use: JudgeAgainEffects & ReadKeptEffects,
): Promise<{ plan: GuardedPlan; forecast: Forecast }> {
  const kept = requireKept(request, use);
  const { plan, forecast } = await judgeAgain({ kept, file, own: request.own, always: true }, use);
  if (!forecast) throw new Error("nothing was forecast");
  return { plan, forecast };
}

/** Replaces the kept findings with those of now. */
export async function judgeAgain(
  { kept, file, own, always = false }: { kept: KeptPlan; file: string; own: Own; always?: boolean },
  use: JudgeAgainEffects,
): Promise<{ plan: GuardedPlan; forecast: Forecast | undefined; shown: unknown }> {
  const { plan: found, forecast, shown } = await judge({ file, own, always }, use);
  const isKnown = (finding: Finding): boolean => kept.plan.findings.some((known) => isSame(known, finding));
  // A finding stays if live DNS could not be asked.
  const wasAsked = !found.forecast?.findings.some(({ id }) => id === "forecast/dns-not-reached");
  const unrefuted = wasAsked ? [] : kept.plan.findings.filter((known) => !found.findings.some((finding) => isSame(known, finding)));
  const findings = [...found.findings, ...unrefuted];
  // The operator's reason holds for the earlier findings only; those for single findings name theirs.
  const { forcedBecause, refreshed, waived = [] } = kept.plan;
  const stillWaived = waived.filter((waiver) => findings.some((finding) => isWaived(finding, [waiver])));
  const isCovered = forcedBecause !== undefined && findings.length > 0 && findings.every(isKnown);
  const plan: GuardedPlan = {
    ...found,
    findings,
    ...(isCovered ? { forcedBecause } : {}),
    ...(stillWaived.length > 0 ? { waived: stillWaived } : {}),
    ...(refreshed === false ? { refreshed } : {}),
  };
  use.plans.keep(plan, kept.digest);
  return { plan, forecast, shown };
}

/** @throws OperatorError with exit code 3. */
export function requireNotHeldBack(environment: EnvironmentName, plan: GuardedPlan): void {
  if (!isHeldBack(plan)) return;
  const open = openFindings(plan);
  const lines = open.map(({ id, where, what }) => `  ${id} ${where}: ${what}`);
  const waivers = waiveOptions([...(plan.waived ?? []), ...open.map(({ id, where }) => ({ id, where }))]);
  throw new OperatorError(
    [`the safety gate holds back the plan that is kept for "${environment}"`, ...lines].join("\n"),
    `change what is declared, or say why it must be: \`npx twinpost plan --env ${environment} ${waivers}\``,
    { exitCode: 3 },
  );
}

const isSame = (one: Finding, other: Finding): boolean => one.id === other.id && one.where === other.where;

function requireSameTarget(environment: EnvironmentName, planned: PlanTarget, here: PlanTarget): void {
  const lines = targetChanges(planned, here).map((line) => `  ${line}`);
  if (lines.length === 0) return;
  throw new OperatorError(
    [`the plan that is kept for "${environment}" was made for another target`, ...lines].join("\n"),
    `run \`npx twinpost plan --env ${environment}\` again and read it, or go back to the shell in which it was made`,
    { exitCode: 3 },
  );
}

function targetChanges(planned: PlanTarget, here: PlanTarget): string[] {
  const names = new Set([...Object.keys(planned.endpoints), ...Object.keys(here.endpoints)]);
  const endpoints = [...names].map((name) => [name, planned.endpoints[name], here.endpoints[name]] as const);
  return [["the AWS account", planned.awsAccount, here.awsAccount] as const, ...endpoints]
    .filter(([, was, is]) => was !== is)
    .map(([name, was = "not set", is = "not set"]) => `${name} was ${was}, is ${is}`);
}
