/**
 * What a published SPF record costs receivers, counted by resolving (RFC 7208 4.6.4): an include that was cheap when it was declared may have
 * grown since, without any change of ours.
 */
import type { Resolve } from "../../mail/dns/resolve";
import type { Finding } from "../../mail/finding";
import { checkSpfCost } from "../../mail/findings/check-spf";
import { isSpfRecord } from "../../mail/spf/parse";
import type { RecordCheck } from "./check-record";

/** Of records that are right everywhere; what is wrong with the others is told already. */
export async function spfCostFindings(checks: readonly RecordCheck[], resolve: Resolve): Promise<Finding[]> {
  const right = checks.filter(
    ({ published, visible, record }) => published && visible && record.type === "TXT" && isSpfRecord(record.value),
  );
  return (await Promise.all(right.map(({ record }) => checkSpfCost(record.name, record.value, resolve)))).flat();
}
