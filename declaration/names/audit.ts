/** The audit trail of an account. A contract: the bucket keeps its objects for good. */

/** The account's trail and where it is kept. */
export const auditTrail = "twinpost-audit";
export const auditBucket = ({ id, region }: { id: string; region: string }): string => `twinpost-audit-${id}-${region}`;
export const isAuditBucket = (bucket: string): boolean => /^twinpost-audit-\d{12}-[a-z0-9-]+$/.test(bucket);
