/** `twinpost verify`: does the world agree with what was applied? And what does it say of any other domain? */
import { Command } from "commander";
import { OperatorError } from "../declaration/operator-error";
import { verifyNamed } from "../wiring/verify";
import { verifyDomainNow } from "../wiring/verify-domain";
import type { ExitCode, World } from "../wiring/world";
import { type BlocklistOptions, blocklistOptions, readBlocklists } from "./blocklists";
import { jsonOption, option, timeoutOption } from "./options";
import { formatOption, type VerificationFormat, writeVerification } from "./verification-format";

export function command(): Command {
  const verb = new Command("verify")
    .description("check DNS at authoritative servers and resolvers, what receivers conclude from it, then the sending providers")
    // TWINPOST_DOMAIN is `init`'s as well: left set, it must not decide silently what is verified.
    .addOption(option("--env <name>", 'the environment, or "organisation"').conflicts("domain"))
    .addOption(option("--domain <name>", "any domain instead, without what an environment knows of it"))
    .addOption(option("--selector <names...>", "with --domain: DKIM selectors in use; DNS does not tell which there are"));
  for (const each of [...blocklistOptions(), timeoutOption(60), formatOption(), jsonOption()]) verb.addOption(each);
  return verb.addHelpText(
    "after",
    "\nExample:\n  $ npx twinpost verify --env staging\n  $ npx twinpost verify --domain example.com --selector s1",
  );
}

interface Options extends BlocklistOptions {
  env?: string;
  domain?: string;
  selector?: string[];
  timeout: number;
  format: VerificationFormat;
  json?: true;
}

export async function run({ env, domain, selector: selectors, timeout, ...options }: Options, world: World): Promise<ExitCode> {
  const asked = { ...readBlocklists(options), timeoutMs: timeout * 1000 };
  if (domain !== undefined) return writeVerification(domain, await verifyDomainNow({ domain, selectors, ...asked }, world), options, world);
  if (env === undefined) throw new OperatorError("verify: nothing is named, expected --env or --domain", undefined, { exitCode: 2 });
  const { title, result } = await verifyNamed(env, asked, world);
  return writeVerification(title, result, options, world);
}
