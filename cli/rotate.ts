/** `twinpost rotate`: replaces sending credentials while mail goes on, one step after the other, over as many runs as it takes. */

import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../declaration/operator-error";
import { notRotated, providersWithAge, rotationPolicy } from "../declaration/rotation";
import type { Environment, ProviderName } from "../declaration/schema/environment";
import { answerText } from "../reports/answer";
import { nextText, quoted } from "../reports/next";
import { nextAfterRotate } from "../reports/next-steps";
import { rotationIssue } from "../reports/rotate/issue";
import { rotateAnswer, rotateEntry } from "../reports/rotate/json";
import { notRotatedText, rotateText } from "../reports/rotate/text";
import { tell } from "../reports/tell";
import { requireSecrets } from "../wiring/applied";
import type { Connections } from "../wiring/connections";
import { loadEnvironmentTarget } from "../wiring/declared";
import { openIssues } from "../wiring/issue";
import { rotateEffects } from "../wiring/rotate";
import { withTokens } from "../wiring/tokens";
import type { Request } from "../workflows/rotate/decide";
import { type Rotated, rotateInTurn } from "../workflows/rotate/in-turn";
import { rotate } from "../workflows/rotate/rotate";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

interface Options {
  env: string;
  provider?: ProviderName;
  now?: true;
  stopFirst?: true;
  undo?: true;
  reason?: string;
  /** Minutes. */
  wait?: number;
  apply?: true;
  issue?: true;
  json?: true;
}

export async function run(options: Options, world: World): Promise<ExitCode> {
  const { env, apply, issue } = options;
  const request = requestOf(options);
  // One that only looked would close the issue of one that failed.
  if (issue && !apply) throw new OperatorError("--issue is for a run that acts", "add --apply, or leave --issue out", { exitCode: 2 });
  const connections = connectionsOf(world);
  const issues = issue ? await openIssues(connections) : undefined;
  const keep = async (rotated: Rotated) => issues?.keep({ kind: "rotation", of: env }, rotationIssue(env, rotated));
  const rotated = await rotateEach({ ...options, request }, connections, world).catch(async (error: unknown) => {
    await keep({ outcomes: [], failures: [[env, error]] });
    throw error;
  });
  await keep(rotated);
  if (rotated.failures.length > 0) throw told(rotated.failures);
  return rotated.outcomes.some(([, { next }]) => "refused" in next) || issues?.areKept() === false ? 1 : 0;
}

/** @throws OperatorError for what keeps it from beginning. */
async function rotateEach(
  { request, ...options }: Options & { request: Request | undefined },
  connections: Connections,
  world: World,
): Promise<Rotated> {
  const { env, apply, issue, json, wait = 0 } = options;
  const target = loadEnvironmentTarget(env, connections);
  const { environment } = target;
  // The daily run asks for every environment, also for one whose keys nobody rotates.
  if (issue && providersWithAge(environment).length === 0) {
    for (const each of notRotated(environment)) tell(world.stdout, notRotatedText(each));
    return { outcomes: [], failures: [] };
  }
  const providers = chosen(environment, options);
  const left = notRotated(environment);
  await requireSecrets(environment, connections);
  const withAdmin = await withTokens(target, "admin", connections, ({ changesDns }) => !changesDns);
  const policy = rotationPolicy(environment);
  const { outcomes, failures } = await rotateInTurn(
    { providers, request, waitMs: apply ? wait * 60_000 : 0 },
    {
      rotate: (provider, asked) =>
        rotate({ policy, request: asked, apply: apply === true }, rotateEffects(environment, provider, withAdmin, world.loginClocks)),
      now: () => new Date(),
      sleep: (ms) => sleep(ms, undefined, connections.signal ? { signal: connections.signal } : {}),
      narrate: connections.narrate,
    },
  );
  if (json)
    world.stdout.write(
      answerText(rotateAnswer, { providers: outcomes.map(([provider, outcome]) => rotateEntry(provider, outcome)), notRotated: left }),
    );
  else {
    for (const [provider, outcome] of outcomes) tell(world.stdout, rotateText(provider, outcome, apply === true));
    if (!options.provider) for (const each of left) tell(world.stdout, notRotatedText(each));
    const all = outcomes.map(([, { next }]) => next);
    const outcome = all.some((next) => "refused" in next)
      ? "refused"
      : !apply && all.some((next) => "step" in next)
        ? "would begin"
        : "done";
    tell(world.stdout, nextText(nextAfterRotate(env, outcome, wordsOf(options))));
  }
  return { outcomes, failures };
}

/** What was asked for, as it is typed again. */
const wordsOf = ({ provider, now, stopFirst, undo, reason }: Omit<Options, "env">): string[] => [
  ...(provider ? ["--provider", provider] : []),
  ...(now ? ["--now"] : []),
  ...(stopFirst ? ["--stop-first"] : []),
  ...(undo ? ["--undo"] : []),
  ...(reason ? ["--reason", quoted(reason)] : []),
];

/** One is thrown as it is: a bug has a stack, and each provider's own error names it. */
function told(failures: readonly [string, unknown][]): unknown {
  const [[, first] = [], ...more] = failures;
  if (more.length === 0) return first;
  const bug = failures.find(([, error]) => !(error instanceof OperatorError));
  if (bug) return bug[1];
  const errors = failures.flatMap(([, error]) => (error instanceof OperatorError ? [error] : []));
  const lines = (text: (error: OperatorError) => string | undefined) => errors.flatMap((error) => text(error) ?? []).join("\n  ");
  return new OperatorError(
    lines(({ message }) => message),
    lines(({ remedy }) => remedy) || undefined,
  );
}

/** @throws OperatorError for what cannot be meant together. */
function requestOf({ now, stopFirst, undo, reason }: Options): Request | undefined {
  const asked = [now && "--now", stopFirst && "--stop-first", undo && "--undo"].filter((each) => each !== undefined);
  if (asked.length > 1) throw new OperatorError(`${asked.join(" and ")} cannot be asked for together`, "pass one of them", { exitCode: 2 });
  if (asked.length === 1 && !reason)
    throw new OperatorError(`${asked[0]} needs a reason`, `add --reason "…": it is kept with the rotation`, { exitCode: 2 });
  if (!reason) return undefined;
  if (undo) return { undo: reason };
  return { rotate: now ? "now" : stopFirst ? "stop-first" : "overlap", reason };
}

/** @throws OperatorError where what was asked for cannot be done to any of them. */
function chosen(environment: Environment, { env, provider }: Options): readonly ProviderName[] {
  const rotated = providersWithAge(environment);
  if (provider && rotated.includes(provider)) return [provider];
  const left = notRotated(environment).find((each) => !provider || each.provider === provider) ?? notRotated(environment)[0];
  if (left && rotated.length === 0)
    throw new OperatorError(`no keys are rotated in "${env}": of ${left.provider}, ${left.why}`, left.remedy, { exitCode: 2 });
  if (!provider) return rotated;
  throw new OperatorError(
    `--provider "${provider}" is not rotated in "${env}", expected ${rotated.map((each) => `"${each}"`).join(" or ")}`,
    "pass one of them, or leave --provider out for all",
    { exitCode: 2 },
  );
}
