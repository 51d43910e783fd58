/** `twinpost validate`: are the environments' and the organisation's files right? Needs no network and no credentials. */
import { Command } from "commander";
import { zoneOf } from "../environments/dns-home";
import { loadEnvironments } from "../environments/load";
import { loadAccounts } from "../environments/load-accounts";
import { loadOrganisation } from "../environments/load-organisation";
import { organisationName } from "../environments/names";
import { reportingDomains } from "../environments/reporting-domains";
import { unrefusedStrangers } from "../environments/unrefused-strangers";
import { missingAuthorisations } from "../mail/dmarc/report-authorisation";
import { noticeText } from "../reports/records-text";
import { jsonOption } from "./options";
import type { ExitCode, World } from "./world";

export const command = (): Command =>
  new Command("validate")
    .description("check the environments' files and the organisation's")
    .addOption(jsonOption())
    .addHelpText("after", "\nExample:\n  $ npx twinpost validate");

export async function run({ json }: { json?: true }, world: World): Promise<ExitCode> {
  const environments = loadEnvironments();
  loadAccounts(environments);
  const organisation = loadOrganisation(undefined, environments);
  const names = [...environments.map(({ name }) => name), organisationName];
  const zones = organisation.domains.map(zoneOf);
  const notices = missingAuthorisations(reportingDomains(organisation, environments), zones);
  for (const notice of [...notices, ...environments.flatMap(unrefusedStrangers)]) world.stderr.write(noticeText(notice));
  world.stdout.write(json ? `${JSON.stringify({ valid: names })}\n` : `${names.join(", ")}: valid\n`);
  return 0;
}
