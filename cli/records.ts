/** `twinpost records`: the DNS records of an environment or the organisation, for a DNS host that is not Cloudflare. */
import { Command } from "commander";
import { missingAuthorisations } from "../findings/missing-report-authorisations";
import { noticeText, type RecordFormat, recordFormats, recordsText } from "../reports/records/text";
import { listRecords, reportingOf } from "../wiring/records";
import type { ExitCode, World } from "../wiring/world";
import { envOption, jsonOption, option } from "./options";

export const command = (): Command =>
  new Command("records")
    .description("print the DNS records of an environment, or of the organisation: as applied, else as declared")
    .addOption(envOption())
    .addOption(option("--format <format>", "a table, a zone file, or comma-separated values").choices(recordFormats).default("table"))
    .addOption(jsonOption())
    .addHelpText("after", "\nExample:\n  $ npx twinpost records --env staging --format bind");

export async function run({ env, format, json }: { env: string; format: RecordFormat; json?: true }, world: World): Promise<ExitCode> {
  const { records, applied } = await listRecords(env, world);
  const { reporting, zones } = reportingOf(env);
  if (!applied) world.stderr.write("as declared: what only applying fills in is marked, and a zone file has it as comments\n");
  for (const finding of missingAuthorisations(reporting, zones)) world.stderr.write(noticeText(finding));
  world.stdout.write(json ? `${JSON.stringify(records)}\n` : recordsText(format, records));
  return 0;
}
