/** `twinpost verify`: does the world agree with what was applied? And what does it say of any other domain? */
import { Command } from "commander";
import { loadEnvironment } from "../environments/load";
import { OperatorError } from "../environments/operator-error";
import { withScore } from "../workflows/score-forecast";
import { verify } from "../workflows/verify";
import { jsonOption, option, timeoutOption } from "./options";
import { requireApplied } from "./wiring/applied";
import { scoreApplied } from "./wiring/forecast";
import { rememberVerification } from "./wiring/last-verification";
import { showPropagation } from "./wiring/propagation";
import { withTokens } from "./wiring/tokens";
import { formatOption, type VerificationFormat, writeVerification } from "./wiring/verification-format";
import { verifyEffects } from "./wiring/verify";
import { verifyDomainNow } from "./wiring/verify-domain";
import type { ExitCode, World } from "./world";

export const command = (): Command =>
  new Command("verify")
    .description("check DNS at authoritative servers and resolvers, then the domain at the sending providers; or any domain's mail in DNS")
    .addOption(option("--env <name>", "the environment"))
    .addOption(option("--domain <name>", "any domain instead: its SPF, DKIM, DMARC and exchangers, and whether its servers agree"))
    .addOption(option("--selector <names...>", "with --domain: DKIM selectors in use; DNS does not tell which there are"))
    .addOption(timeoutOption(60))
    .addOption(formatOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample:\n  $ npx twinpost verify --env staging\n  $ npx twinpost verify --domain example.com --selector s1");

type Options = { env?: string; domain?: string; selector?: string[]; timeout: number; format: VerificationFormat; json?: true };

export async function run({ env, domain, selector, timeout, ...shown }: Options, world: World): Promise<ExitCode> {
  if (domain !== undefined)
    return writeVerification(
      domain,
      await verifyDomainNow({ domain, selectors: selector, timeoutMs: timeout * 1000 }, world),
      shown,
      world,
    );
  const environment = loadEnvironment(requireNamed(env));
  const { records } = await requireApplied(environment, world);
  const request = { sendingDomain: environment.sendingDomain, records, timeoutMs: timeout * 1000 };
  const propagation = showPropagation(records, world);
  const use = {
    ...verifyEffects(environment, await withTokens(environment.name, "admin", world), timeout * 1000),
    observe: propagation.observe,
  };
  const verified = await verify(request, use).finally(propagation.end);
  const result = withScore(verified, await scoreApplied(environment, records, world));
  rememberVerification(environment.name, result.findings, world);
  return writeVerification(`${environment.name}: ${environment.sendingDomain}`, result, shown, world);
}

function requireNamed(env: string | undefined): string {
  if (env === undefined) throw new OperatorError("verify: nothing is named, expected --env or --domain", undefined, { exitCode: 2 });
  return env;
}
