/** `twinpost records`: the DNS records of an environment or the organisation, for a DNS host that is not Cloudflare. */
import { missingAuthorisations } from "../findings/missing-report-authorisations";
import { answerText } from "../reports/answer";
import { recordsAnswer } from "../reports/records/json";
import { noticeText, type RecordFormat, recordsText } from "../reports/records/text";
import { loadTarget } from "../wiring/declared";
import { listRecords, reportingOf } from "../wiring/records";
import type { ExitCode, World } from "../wiring/world";

export async function run({ env, format, json }: { env: string; format: RecordFormat; json?: true }, world: World): Promise<ExitCode> {
  const target = loadTarget(env, world);
  const { records, applied } = await listRecords(target, world);
  const { reporting, zones } = reportingOf(target);
  if (!applied) world.stderr.write("as declared: values known only after the apply are marked, as comments in a zone file\n");
  for (const finding of missingAuthorisations(reporting, zones)) world.stderr.write(noticeText(finding));
  world.stdout.write(json ? answerText(recordsAnswer, { records }) : recordsText(format, records));
  return 0;
}
