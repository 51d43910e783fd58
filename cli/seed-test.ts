/** `twinpost seed-test`: one real invitation through each sending provider to each seed mailbox, and what the receivers concluded. */
import { Command } from "commander";
import { loadEnvironment } from "../declaration/load";
import { sendingProvidersOf } from "../declaration/schema/environment";
import { deliveriesText } from "../reports/deliveries/text";
import { requireSecrets } from "../wiring/applied";
import { seedTestEffects } from "../wiring/seed-test";
import type { ExitCode, World } from "../wiring/world";
import { seedTest } from "../workflows/seed-test";
import { envOption, jsonOption, timeoutOption } from "./options";

export const command = (): Command =>
  new Command("seed-test")
    .description("send an invitation through each sending provider to each seed mailbox and show the receivers' verdicts")
    .addOption(envOption())
    .addOption(timeoutOption(30))
    .addOption(jsonOption())
    .addHelpText("after", "\nExample:\n  $ npx twinpost seed-test --env staging");

export async function run({ env, timeout, json }: { env: string; timeout: number; json?: true }, world: World): Promise<ExitCode> {
  const environment = loadEnvironment(env);
  await requireSecrets(environment, world);
  const request = { environment, providers: sendingProvidersOf(environment), timeoutMs: timeout * 1000 };
  const deliveries = await seedTest(request, seedTestEffects(environment, world));
  world.stdout.write(json ? `${JSON.stringify(deliveries)}\n` : deliveriesText(deliveries));
  return deliveries.every(({ shortcomings }) => shortcomings.length === 0) ? 0 : 1;
}
