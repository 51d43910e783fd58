/** `twinpost verify`: does the world agree with what was applied? And what does it say of any other domain? */
import { OperatorError } from "../declaration/operator-error";
import type { MailRecord } from "../mail/records/mail-record";
import { loadTarget } from "../wiring/declared";
import { verifyTarget } from "../wiring/verify";
import { verifyDomainNow } from "../wiring/verify-domain";
import { type BlocklistOptions, readBlocklists } from "./blocklists";
import { connectionsOf } from "./connections";
import { showPropagation } from "./propagation";
import { type VerificationFormat, writeVerification } from "./verification-format";
import type { ExitCode, World } from "./world";

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
  const connections = connectionsOf(world);
  if (domain !== undefined)
    return writeVerification(domain, await verifyDomainNow({ domain, selectors, ...asked }, connections), options, world);
  if (env === undefined) throw new OperatorError("verify: nothing is named, expected --env or --domain", undefined, { exitCode: 2 });
  const watch = (records: readonly MailRecord[]) => showPropagation(records, world);
  const { title, result } = await verifyTarget(loadTarget(env, connections), { ...asked, watch }, connections);
  return writeVerification(title, result, options, world);
}
