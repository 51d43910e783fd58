/** `twinpost forecast`: what receivers will conclude once the kept plan is applied; 3 when the safety gate holds that plan back, as `apply` will. */

import { isHeldBack, openFindings } from "../changes/guard";
import { answerText } from "../reports/answer";
import { forecastAnswer } from "../reports/forecast/json";
import { forecastText } from "../reports/forecast/text";
import { nextText } from "../reports/next";
import { nextAfterForecast } from "../reports/next-steps";
import { tell } from "../reports/tell";
import { loadTarget } from "../wiring/declared";
import { forecastEffects } from "../wiring/plan";
import { forecastKept } from "../workflows/kept-plan";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, json }: { env: string; json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const target = loadTarget(env, connections);
  const { file, actsOn, own, use } = forecastEffects(target, connections);
  const { plan, forecast } = await forecastKept({ environment: env, target: actsOn, own, file }, use);
  if (json) world.stdout.write(answerText(forecastAnswer, { forecast }));
  else tell(world.stdout, `${forecastText(env, forecast)}${nextText(nextAfterForecast(env, isHeldBack(plan)))}`);
  if (!isHeldBack(plan)) return 0;
  world.stderr.write(
    `the safety gate holds back the plan that is kept: ${openFindings(plan)
      .map(({ id, where }) => `${id} ${where}`)
      .join(", ")}\n`,
  );
  return 3;
}
