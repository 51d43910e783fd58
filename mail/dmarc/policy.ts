/** The three DMARC policies and their order (RFC 9989 4.7): what receivers are asked to do with mail that fails. "undefined" is no policy at all. */

export const dmarcPolicies = ["none", "quarantine", "reject"] as const;
export type DmarcPolicy = (typeof dmarcPolicies)[number];

/** Which mail: the domain's own, its subdomains', that of names which do not exist. */
export const dmarcScopes = ["p", "sp", "np"] as const;
export type DmarcScope = (typeof dmarcScopes)[number];

/** The two readings that receivers follow; a forecast has to be right for both. */
export const readings = ["RFC 7489", "RFC 9989"] as const;
export type DmarcReading = (typeof readings)[number];

const level = (policy: DmarcPolicy | undefined): number => (policy === undefined ? -1 : dmarcPolicies.indexOf(policy));

export const isStricter = (one: DmarcPolicy | undefined, other: DmarcPolicy | undefined): boolean => level(one) > level(other);

export const strongest = (one: DmarcPolicy | undefined, other: DmarcPolicy | undefined): DmarcPolicy | undefined =>
  isStricter(other, one) ? other : one;

/** Mail that fails is not simply delivered. */
export const isEnforced = (policy: DmarcPolicy | undefined): boolean => isStricter(policy, "none");

/** @returns undefined above "reject". */
export const nextStricter = (policy: DmarcPolicy): DmarcPolicy | undefined => dmarcPolicies[level(policy) + 1];

/** "none" has nothing below. */
export const nextWeaker = (policy: DmarcPolicy): DmarcPolicy => dmarcPolicies[level(policy) - 1] ?? "none";
