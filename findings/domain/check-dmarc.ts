/** Checks the DMARC policy that receivers find for a domain, in both readings, and its report addresses. */
import { type DmarcDiscovery, discoverDmarc } from "../../mail/dmarc/discovery";
import { checkExternalReports } from "../../mail/dmarc/external-reports";
import { type DmarcRecord, removedDmarcTags } from "../../mail/dmarc/record";
import { weakerBelow } from "../../mail/dmarc/stages";
import { policyOf } from "../../mail/dmarc/strength";
import { isFailure } from "../../mail/dns/answer";
import type { Resolve } from "../../mail/dns/resolve";
import { parseErrorText } from "../../mail/records/parse-error";
import type { FindingId } from "../catalogue";
import { evidenceOf, unanswered } from "../dns-evidence";
import { type Finding, findingOf } from "../finding";

export async function checkDmarc(domain: string, resolve: Resolve): Promise<Finding[]> {
  const [walk, list] = await Promise.all([discoverDmarc(domain, "RFC 9989", resolve), discoverDmarc(domain, "RFC 7489", resolve)]);
  const failed = walk.failed ?? list.failed;
  if (failed) return [unanswered(`_dmarc.${failed.domain}`, "TXT", failed.response)];
  const found = walk.found ?? list.found;
  return [
    ...severalRecords(walk),
    ...(found ? await checkRecord(domain, found, resolve) : missing(domain, walk)),
    ...(found ? differingReadings(domain, walk, list) : []),
  ];
}

function severalRecords({ walked }: DmarcDiscovery): Finding[] {
  return walked
    .filter(({ texts }) => texts.length > 1)
    .map(({ domain, texts, response }) =>
      findingOf("dmarc/several-records", {
        what: `${domain} has ${texts.length} DMARC records`,
        where: `_dmarc.${domain} TXT`,
        evidence: [evidenceOf(`_dmarc.${domain}`, "TXT", response)],
      }),
    );
}

function missing(domain: string, { walked }: DmarcDiscovery): Finding[] {
  // Several records count as none; the finding above says so.
  if (walked.some(({ texts }) => texts.length > 1)) return [];
  const evidence = walked.map((each) => evidenceOf(`_dmarc.${each.domain}`, "TXT", each.response));
  return [findingOf("dmarc/missing", { what: `no DMARC policy applies to ${domain}`, where: `_dmarc.${domain} TXT`, evidence })];
}

async function checkRecord(domain: string, found: NonNullable<DmarcDiscovery["found"]>, resolve: Resolve): Promise<Finding[]> {
  const { record } = found;
  const name = `_dmarc.${found.domain}`;
  const evidence = () => evidenceOf(name, "TXT", found.response);
  const findings: Finding[] = [];
  const add = (id: FindingId, what: string, place?: number): number =>
    findings.push(findingOf(id, { what, where: `${name} TXT`, place, evidence: [evidence()] }));

  for (const error of record.errors) add("dmarc/syntax", parseErrorText(error), error.place);
  for (const error of record.unread) add("dmarc/unread-tag", parseErrorText(error), error.place);
  const removed = record.tags.filter((tag) => removedDmarcTags.includes(tag.name));
  for (const { text, place } of removed) add("dmarc/removed-tag", `"${text}" is read by some receivers only`, place);
  const scope = found.domain === domain ? "p" : "sp";
  if (policyOf(record, scope, "RFC 9989") === "none")
    add("dmarc/policy-none", `mail that fails for ${domain} is let through`, placeOf(record, scope));
  if (record.isTesting) add("dmarc/testing", '"t=y" weakens the policy at some receivers', placeOf(record, "t"));
  const weaker = weakerBelow(record);
  if (weaker.length > 0) {
    const written = weaker.map((each) => `${each}=${record[each]}`).join(" and ");
    add("dmarc/weaker-subdomains", `${written} is weaker than p=${record.policy}`, placeOf(record, weaker[0]));
  }
  if (!record.tags.some((tag) => tag.name === "rua")) add("dmarc/no-reports", "the record asks for no aggregate reports");
  for (const { target, name: consent, response, isAuthorised } of await checkExternalReports(found.domain, record, "RFC 7489", resolve)) {
    if (isAuthorised) continue;
    // RFC 9990 4: without an answer nothing is known, and a reporter asks again.
    if (isFailure(response)) {
      findings.push(unanswered(consent, "TXT", response));
      continue;
    }
    findings.push(
      findingOf("dmarc/report-authorisation", {
        what: `reports go to ${target.domain}, which has not agreed to them`,
        where: `${name} TXT`,
        place: target.place,
        remedy: `the administrator of ${target.domain} has to publish: ${consent} TXT "v=DMARC1"`,
        evidence: [evidence(), evidenceOf(consent, "TXT", response)],
      }),
    );
  }
  return findings;
}

const placeOf = ({ tags }: DmarcRecord, name: string | undefined): number | undefined => tags.find((tag) => tag.name === name)?.place;

function differingReadings(domain: string, walk: DmarcDiscovery, list: DmarcDiscovery): Finding[] {
  if (walk.policy === list.policy) return [];
  const say = ({ policy, found, reading }: DmarcDiscovery): string =>
    `${policy ?? "nothing"} by ${reading}${found ? ` (at ${found.domain})` : ""}`;
  const evidence = [walk, list].flatMap(({ found }) => (found ? [evidenceOf(`_dmarc.${found.domain}`, "TXT", found.response)] : []));
  const what = `mail that fails for ${domain}: ${say(walk)}, ${say(list)}`;
  return [findingOf("dmarc/readings-differ", { what, where: `_dmarc.${domain} TXT`, evidence })];
}
