/** `twinpost verify`: does the world agree with what was applied? And what does it say of any other domain? */

import { allName } from "../declaration/names/stacks";
import { OperatorError } from "../declaration/operator-error";
import type { MailRecord } from "../mail/records/mail-record";
import { nextText } from "../reports/next";
import { nextAfterVerify } from "../reports/next-steps";
import { tell } from "../reports/tell";
import { loadTarget } from "../wiring/declared";
import { inReadRole } from "../wiring/job-role";
import { verifyAppliedEffects } from "../wiring/verify";
import { verifyDomainNow } from "../wiring/verify-domain";
import { verifyApplied } from "../workflows/verify-applied";
import { type BlocklistOptions, readBlocklists } from "./blocklists";
import { connectionsOf } from "./connections";
import { readDomain, readSelector } from "./domain-names";
import { showPropagation } from "./propagation";
import { type VerificationFormat, writeDomains, writeVerification } from "./verification-format";
import { verifyEach } from "./verify-each";
import type { ExitCode, World } from "./world";

interface Options extends BlocklistOptions {
  env?: string;
  domain?: string[];
  selector?: string[];
  timeout: number;
  share?: string;
  issue?: true;
  format: VerificationFormat;
  json?: true;
}

export async function run(
  { env, domain, selector: selectors, timeout, share, issue, ...options }: Options,
  world: World,
): Promise<ExitCode> {
  const asked = { ...readBlocklists(options), timeoutMs: timeout * 1000 };
  const outside = connectionsOf(world);
  if (domain !== undefined) {
    const names = [...new Set(domain.map(readDomain))];
    const requests = names.map((name) => ({
      domain: name,
      selectors: (selectors ?? []).map((each) => readSelector(each, name)),
      ...asked,
    }));
    return writeDomains(await Promise.all(requests.map((request) => verifyDomainNow(request, outside))), options, world);
  }
  if (env === undefined) throw new OperatorError("verify: nothing is named, expected --env or --domain", undefined, { exitCode: 2 });
  const verify = async (name: string) => {
    const target = loadTarget(name, outside);
    const { connections } = await inReadRole(target, outside);
    const watch = (records: readonly MailRecord[]) => showPropagation(records, world);
    const use = verifyAppliedEffects(target, { timeoutMs: asked.timeoutMs, watch, share }, connections);
    const { sendingDomain, result } = await verifyApplied({ target, ...asked }, use);
    const exit = writeVerification(`${target.name}: ${sendingDomain}`, result, options, world);
    // Of several, each would name another one.
    if (env !== allName && options.format === "text" && !options.json) tell(world.stdout, nextText(nextAfterVerify(name, exit === 0)));
    return { exit, findings: result.findings };
  };
  return verifyEach({ env, issue: issue === true, verify }, outside, world);
}
