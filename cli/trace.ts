/** `twinpost trace`: what became of a message, by its recipient or by one of its ids. Reads only. */
import { answerText } from "../reports/answer";
import { nextText } from "../reports/next";
import { nextAfterTrace } from "../reports/next-steps";
import { tell } from "../reports/tell";
import { supportText } from "../reports/trace/for-support";
import { traceAnswer, traceBody } from "../reports/trace/json";
import { isOurs, isToAsk } from "../reports/trace/meaning";
import { traceText } from "../reports/trace/text";
import { eventSearch } from "../wiring/event-search";
import { type Trace, trace } from "../workflows/trace";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

interface Options {
  env: string;
  to?: string;
  forSupport?: true;
  json?: true;
}

export async function run({ env, to, forSupport, json }: Options, world: World, text: string): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const environment = connections.declared().environment(env);
  const found = await trace({ text, ...(to === undefined ? {} : { to }) }, await eventSearch(environment, connections));
  if (json) world.stdout.write(answerText(traceAnswer, traceBody(found)));
  else if (forSupport && found.messages.length > 0) tell(world.stdout, supportText(found, environment.sendingDomain));
  else tell(world.stdout, `${traceText(found, { environment: env })}${nextText(nextAfterTrace(env, text, whatNext(found)))}`);
  return found.messages.length > 0 ? 0 : 1;
}

const whatNext = ({ messages }: Trace) => ({
  isOurs: messages.some(({ state }) => isOurs(state.failure?.class)),
  isToAsk: messages.some(({ standing, state }) => isToAsk(standing, state.failure?.class)),
});
