/** `twinpost seed-test`: one real invitation through each sending provider to each seed mailbox, and what the receivers concluded. */

import { sendingProvidersOf } from "../declaration/schema/environment";
import { answerText } from "../reports/answer";
import { seedTestAnswer } from "../reports/deliveries/json";
import { deliveriesText } from "../reports/deliveries/text";
import { nextText } from "../reports/next";
import { nextAfterSeedTest } from "../reports/next-steps";
import { tell } from "../reports/tell";
import { requireSecrets } from "../wiring/applied";
import { recordSeedTest, seedTestEffects } from "../wiring/seed-test";
import { seedTest } from "../workflows/seed-test";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, timeout, json }: { env: string; timeout: number; json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const environment = connections.declared().environment(env);
  await requireSecrets(environment, connections);
  const request = { environment, providers: sendingProvidersOf(environment), timeoutMs: timeout * 1000 };
  const deliveries = await seedTest(request, seedTestEffects(environment, connections));
  recordSeedTest(env, deliveries, connections);
  const unwell = deliveries.filter(({ shortcomings }) => shortcomings.length > 0).map(({ reference }) => reference);
  if (json) world.stdout.write(answerText(seedTestAnswer, { deliveries }));
  else tell(world.stdout, `${deliveriesText(deliveries)}${nextText(nextAfterSeedTest(env, unwell))}`);
  return unwell.length === 0 ? 0 : 1;
}
