/** What receivers conclude from DNS about our own domains, besides whether it says what was declared: that is told by the records. */

import { checkDomain, type DomainUnderCheck } from "../../findings/domain/check-domain";
import type { Finding } from "../../findings/finding";
import { bySeverity, onceEach } from "../../findings/list";
import { cached, type Resolve } from "../../mail/dns/resolve";
import type { RecordCheck } from "./check-record";

/** Looks once, when records have settled or nobody waits for them any more. @param checks how it stands with the declared records. */
export async function judgeDomains(
  domains: readonly DomainUnderCheck[],
  checks: readonly RecordCheck[],
  resolve: Resolve,
): Promise<Finding[]> {
  // Where nothing is to be seen there is nothing to judge: most often no resolver answers, and each question would wait for one.
  if (checks.length > 0 && checks.every(({ visible }) => !visible)) return [];
  const unsettled = checks.filter(({ published, visible }) => !published || !visible).map(({ record }) => record);
  // An alias answers for every type.
  const isUnsettled: DomainUnderCheck["isUnsettled"] = (name, type) =>
    unsettled.some((record) => record.name === name && (record.type === type || record.type === "CNAME"));
  const ask = cached(resolve);
  const found = await Promise.all(domains.map((domain) => checkDomain({ ...domain, isUnsettled }, ask)));
  return onceEach(found.flat()).sort(bySeverity);
}
