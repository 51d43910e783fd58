/** `twinpost validate`: are the environments' and the organisation's files right? Needs no network and no credentials. */

import { declaredNotices } from "../declaration/declared-notices";
import { zoneOf } from "../declaration/dns-hosts/dns-hosts";
import { isExampleEnvironment } from "../declaration/examples";
import { organisationName } from "../declaration/names/stacks";
import { reportingDomains } from "../declaration/reporting-domains";
import { unrefusedStrangers } from "../declaration/unrefused-strangers";
import { missingAuthorisations } from "../findings/missing-report-authorisations";
import { answerText } from "../reports/answer";
import { faultsAnswer, toldFault } from "../reports/faults/json";
import { validateAnswer } from "../reports/init/json";
import { good } from "../reports/ink";
import { nextText } from "../reports/next";
import { nextAfterValidate } from "../reports/next-steps";
import { noticeText } from "../reports/records/text";
import { tell } from "../reports/tell";
import { loadDeclaredFiles } from "../wiring/declared";
import type { ExitCode, World } from "./world";

export async function run({ json }: { json?: true }, world: World): Promise<ExitCode> {
  const declared = loadDeclaredFiles(world);
  if (json && declared.faults.length > 0) {
    world.stdout.write(answerText(faultsAnswer, { faults: declared.faults.map(toldFault) }));
    return 2;
  }
  declared.requireSound();
  const { environments } = declared;
  const organisation = declared.organisation();
  const own = environments.filter((each) => !isExampleEnvironment(each));
  const names = [...named(environments), organisationName];
  const zones = organisation.domains.map(zoneOf);
  const notices = missingAuthorisations(reportingDomains(organisation, environments), zones);
  for (const notice of [...notices, ...environments.flatMap(unrefusedStrangers), ...declaredNotices(declared)])
    world.stderr.write(noticeText(notice));
  if (json) world.stdout.write(answerText(validateAnswer, { valid: names }));
  else tell(world.stdout, `${names.join(", ")}: ${good("valid")}\n${nextText(nextAfterValidate(named(environments), named(own)))}`);
  return 0;
}

const named = (all: readonly { name: string }[]): string[] => all.map(({ name }) => name);
