/**
 * Finds DMARC reports that receivers would not send, because the report domain of another organisation does not consent in DNS (RFC 9990 4,
 * RFC 7489 7.1). Looks at domains whose DMARC record or consent the plan changes.
 */
import { checkExternalReports, type ExternalReports } from "../../mail/dmarc/external-reports";
import { isDmarc, parseDmarc } from "../../mail/dmarc/record";
import { isFailure, valuesOf } from "../../mail/dns/answer";
import { isKnown } from "../../mail/dns/record";
import type { Resolve } from "../../mail/dns/resolve";
import type { Views } from "../../mail/forecast/changes";
import type { RecordEdit } from "../../mail/forecast/overlay";
import { evidenceOf } from "../dns-evidence";
import { type Finding, findingOf } from "../finding";

export async function reportFindings(edited: readonly RecordEdit[], views: Views): Promise<Finding[]> {
  const names = edited.flatMap(({ before, after }) => [before?.name, after?.name].filter(isKnown));
  const domains = new Set(names.flatMap(reportingDomain));
  const found = await Promise.all([...domains].map((domain) => findingsOf(domain, views)));
  return found.flat();
}

/** "_dmarc.<domain>", or "<domain>._report._dmarc.<report domain>". */
function reportingDomain(name: string): string[] {
  const [, own, consenting] = /^(?:_dmarc\.(.+)|(.+)\._report\._dmarc\..+)$/.exec(name) ?? [];
  const domain = own ?? consenting;
  return domain === undefined ? [] : [domain];
}

async function findingsOf(domain: string, { before, after }: Views): Promise<Finding[]> {
  const [was, willBe] = await Promise.all([externalReports(domain, before), externalReports(domain, after)]);
  return willBe.flatMap(({ target, name, response, isAuthorised }): Finding[] => {
    if (isAuthorised || isFailure(response)) return [];
    const earlier = was.find((each) => each.name === name);
    if (earlier && !earlier.isAuthorised) return [];
    const about = { where: `${name} TXT`, evidence: [evidenceOf(name, "TXT", response)] };
    const what = `reports about ${domain} go to ${target.uri}, and ${target.domain} would no longer consent to that`;
    if (earlier) return [findingOf("forecast/reports-refused", { ...about, what })];
    const missing = `reports about ${domain} would go to ${target.uri}, and ${target.domain} does not consent to that yet`;
    const remedy = `publish ${name} TXT "v=DMARC1" there; where that zone is ours, run \`npx twinpost plan --env organisation\`, then \`npx twinpost apply --env organisation --apply\``;
    return [findingOf("forecast/reports-refused", { ...about, severity: "warning", what: missing, remedy })];
  });
}

async function externalReports(domain: string, resolve: Resolve): Promise<ExternalReports[]> {
  const [text, ...others] = valuesOf(await resolve(`_dmarc.${domain}`, "TXT")).filter(isDmarc);
  if (text === undefined || others.length > 0) return [];
  return checkExternalReports(domain, parseDmarc(text), "RFC 7489", resolve);
}
