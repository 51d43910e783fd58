/** `twinpost records`: the DNS records of an environment or the organisation, for a DNS host that is not Cloudflare. */
import { missingAuthorisations } from "../findings/missing-report-authorisations";
import { answerText } from "../reports/answer";
import { recordsAnswer } from "../reports/records/json";
import { noticeText, type RecordFormat, recordsText } from "../reports/records/text";
import { loadTarget } from "../wiring/declared";
import { listRecords, reportingOf } from "../wiring/records";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, format, json }: { env: string; format: RecordFormat; json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const target = loadTarget(env, connections);
  const { records, applied } = await listRecords(target, connections);
  const { reporting, zones } = reportingOf(target);
  if (!applied) world.stderr.write("as declared: what only applying fills in is marked, and a zone file has it as comments\n");
  for (const finding of missingAuthorisations(reporting, zones)) world.stderr.write(noticeText(finding));
  world.stdout.write(json ? answerText(recordsAnswer, { records }) : recordsText(format, records));
  return 0;
}
