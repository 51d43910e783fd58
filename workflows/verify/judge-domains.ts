/** Judges our own domains as receivers would. Whether DNS has the declared records is reported elsewhere (record-findings.ts). */

import { checkDomain, type DomainUnderCheck } from "../../findings/domain/check-domain";
import type { Finding } from "../../findings/finding";
import { bySeverity, onceEach } from "../../findings/list";
import { cached, type Resolve } from "../../mail/dns/resolve";
import type { RecordCheck } from "./check-record";

/** Looks once, after the records have propagated or the wait has ended. @param checks of the declared records. */
export async function judgeDomains(
  domains: readonly DomainUnderCheck[],
  checks: readonly RecordCheck[],
  resolve: Resolve,
): Promise<Finding[]> {
  // If no record is visible there is nothing to judge: usually no resolver answers, and each question would wait for its time-out.
  if (checks.length > 0 && checks.every(({ visible }) => !visible)) return [];
  const unsettled = checks.filter(({ published, visible }) => !published || !visible).map(({ record }) => record);
  // A CNAME answers questions of every type.
  const isUnsettled: DomainUnderCheck["isUnsettled"] = (name, type) =>
    unsettled.some((record) => record.name === name && (record.type === type || record.type === "CNAME"));
  const ask = cached(resolve);
  const found = await Promise.all(domains.map((domain) => checkDomain({ ...domain, isUnsettled }, ask)));
  return onceEach(found.flat()).sort(bySeverity);
}
