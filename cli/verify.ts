/** `twinpost verify`: does the world agree with what was applied? */
import { Command } from "commander";
import { loadEnvironment } from "../environments/load";
import { verificationText } from "../reports/verification-text";
import { verify } from "../workflows/verify";
import { envOption, jsonOption, timeoutOption } from "./options";
import { requireApplied } from "./wiring/applied";
import { rememberVerification } from "./wiring/last-verification";
import { verifyEffects } from "./wiring/verify";
import type { ExitCode, World } from "./world";

export const command = (): Command =>
  new Command("verify")
    .description("check DNS at authoritative servers and resolvers, then the domain at the sending providers")
    .addOption(envOption())
    .addOption(timeoutOption(60))
    .addOption(jsonOption())
    .addHelpText("after", "\nExample:\n  $ twinpost verify --env staging --timeout 600");

export async function run({ env, timeout, json }: { env: string; timeout: number; json?: true }, world: World): Promise<ExitCode> {
  const environment = loadEnvironment(env);
  const { records } = await requireApplied(environment, world);
  const request = { sendingDomain: environment.sendingDomain, records, timeoutMs: timeout * 1000 };
  const result = await verify(request, verifyEffects(environment, world, timeout * 1000));
  rememberVerification(env, result.findings, world);
  world.stdout.write(json ? `${JSON.stringify(result)}\n` : verificationText(result));
  return result.findings.some(({ severity }) => severity === "error") ? 1 : 0;
}
