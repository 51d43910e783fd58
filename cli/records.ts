/** `twinpost records`: the DNS records of an environment or the organisation, to read, or as a file for the DNS host of one zone that is published by hand. */

import { requireZone, requireZoneByHand } from "../declaration/dns-homes";
import { reportingOf } from "../declaration/reporting-domains";
import { missingAuthorisations } from "../findings/missing-report-authorisations";
import { answerText } from "../reports/answer";
import { nextText } from "../reports/next";
import { nextAfterRecords } from "../reports/next-steps";
import { listedRecord, recordsAnswer } from "../reports/records/json";
import { noticeText, type RecordFormat, recordsClosing, recordsText } from "../reports/records/text";
import { tell } from "../reports/tell";
import { loadTarget } from "../wiring/declared";
import { recordsEffects } from "../wiring/records";
import { type ListedRecord, listRecords } from "../workflows/records";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

interface Options {
  env: string;
  zone?: string;
  format: RecordFormat;
  json?: true;
}

export async function run({ env, zone: asked, format, json }: Options, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const target = loadTarget(env, connections);
  if (asked !== undefined) requireZone(asked, target);
  // A file of what Terraform publishes would have every record twice.
  const isFile = format !== "table";
  const zone = isFile ? requireZoneByHand(asked, target) : asked;
  const { records: all, applied } = await listRecords(target, recordsEffects(target, connections));
  const records = all.filter((record) => (isFile ? record.byHand && record.zone === zone : zone === undefined || record.zone === zone));
  const { reporting, zones } = reportingOf(target);
  if (!applied) world.stderr.write("as declared: values known only after the apply are marked, as comments in a zone file\n");
  if (isFile && zone === undefined) world.stderr.write("Terraform publishes every record, so there is none to publish by hand\n");
  for (const finding of missingAuthorisations(reporting, zones)) world.stderr.write(noticeText(finding));
  if (json) world.stdout.write(answerText(recordsAnswer, { records: records.map(listedRecord) }));
  else if (isFile) world.stdout.write(recordsText(format, records));
  else
    tell(
      world.stdout,
      `${recordsText(format, records)}${recordsClosing(records)}${nextText(nextAfterRecords(env, zonesByHandOf(records)))}`,
    );
  return 0;
}

const zonesByHandOf = (records: readonly ListedRecord[]): string[] => [
  ...new Set(records.flatMap(({ byHand, zone }) => (byHand && zone !== undefined ? [zone] : []))),
];
