/** `twinpost seed-test`: one real invitation through each sending provider to each seed mailbox, and what the receivers concluded. */
import { sendingProvidersOf } from "../declaration/schema/environment";
import { answerText } from "../reports/answer";
import { seedTestAnswer } from "../reports/deliveries/json";
import { deliveriesText } from "../reports/deliveries/text";
import { requireSecrets } from "../wiring/applied";
import { loadDeclaredFiles } from "../wiring/declared";
import { recordSeedTest, seedTestEffects } from "../wiring/seed-test";
import type { ExitCode, World } from "../wiring/world";
import { seedTest } from "../workflows/seed-test";

export async function run({ env, timeout, json }: { env: string; timeout: number; json?: true }, world: World): Promise<ExitCode> {
  const environment = loadDeclaredFiles(world).environment(env);
  await requireSecrets(environment, world);
  const request = { environment, providers: sendingProvidersOf(environment), timeoutMs: timeout * 1000 };
  const deliveries = await seedTest(request, seedTestEffects(environment, world));
  recordSeedTest(env, deliveries, world);
  world.stdout.write(json ? answerText(seedTestAnswer, { deliveries }) : deliveriesText(deliveries));
  return deliveries.every(({ shortcomings }) => shortcomings.length === 0) ? 0 : 1;
}
