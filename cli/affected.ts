/** `twinpost affected`: which messages of a time did not arrive, as counts and words, or as CSV for the application. Reads only. */
import { OperatorError } from "../declaration/operator-error";
import { affectedCsv } from "../reports/affected/csv";
import { affectedAnswer, affectedBody } from "../reports/affected/json";
import { affectedText } from "../reports/affected/text";
import { answerText } from "../reports/answer";
import { nextText } from "../reports/next";
import { nextAfterAffected } from "../reports/next-steps";
import { tell } from "../reports/tell";
import { eventSearch } from "../wiring/event-search";
import { affected } from "../workflows/affected";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

interface Options {
  env: string;
  since: Date;
  until?: Date;
  format: "text" | "csv";
  json?: true;
}

export async function run({ env, since, until = new Date(), format, json }: Options, world: World): Promise<ExitCode> {
  if (since >= until) throw new OperatorError("--since is not before --until", "name the beginning first", { exitCode: 2 });
  const connections = connectionsOf(world);
  const environment = connections.declared().environment(env);
  const found = await affected({ since, until }, await eventSearch(environment, connections));
  if (json) world.stdout.write(answerText(affectedAnswer, affectedBody(found)));
  else if (format === "csv") world.stdout.write(affectedCsv(found));
  else tell(world.stdout, `${affectedText(found)}${nextText(nextAfterAffected(env, found))}`);
  return 0;
}
