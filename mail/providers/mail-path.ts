/**
 * How mail of a sending provider travels, as far as DNS decides: where its own records lie, which of ours it looks at, and what it does when they
 * are not right. Each provider's file says it; here is what the files share.
 */

import { type DnsAnswer, isFailure, valuesOf } from "../dns/answer";
import type { Resolve } from "../dns/resolve";
import { isAtOrBelow } from "../records/name";

export interface MailPath {
  /** Where the provider's own records lie; it sends in this name when ours are not right. */
  domain: string;
  /** The domain of return paths below a sending domain. */
  returnPath(sendingDomain: string): string;
  /** Labels of its DKIM records, where they are always the same. */
  selectors: readonly string[];
  /** How many DKIM records it has. */
  selectorCount: number;
  /** Where it serves keys. At "some" the other selectors rest: they are empty until the provider rotates its keys to them. */
  keysAt: "every selector" | "some selectors";
  /** An outcome of which no document says that it follows: whoever foretells it, and a stand-in that shows it, assume it. */
  unsettled?: "not sent";
  /** The name whose SPF record holds the addresses that it really sends from. */
  spfHome(returnPath: string, resolve: Resolve): Promise<string>;
  /** @param reference DNS in which the provider has accepted what is there; a target that differs from it may be another customer's. */
  identity(records: PathRecords, resolve: Resolve, reference?: Resolve): Promise<ProviderIdentity>;
}

/** What of ours the provider looks at. */
export interface PathRecords {
  /** The From domain. */
  authorDomain: string;
  /** The domain of return paths that the environment declares. */
  returnPath: string;
  /** Full names of the provider's DKIM records. */
  selectors: readonly string[];
  /** False while some of their names are known only after the apply. */
  allSelectorsKnown: boolean;
  /** What cannot be looked at, and is taken to be right, for people. */
  assumed?: string;
}

export interface ProviderIdentity {
  /** Something of it is in DNS: without that the provider was never used here. */
  isSetUp: boolean;
  /** It takes the message. */
  sends: boolean;
  returnPath: string;
  /** Signs for the From domain, and not only for itself. */
  signsForAuthor: boolean;
  /** Why it does otherwise than declared. */
  because: string[];
  /** What has to be known first; the rest is a guess while there is something here. */
  undecided: string[];
}

export interface Look {
  isThere: boolean;
  wrong?: string;
  undecided?: string;
}

/** A CNAME into the provider's zone. A proxied or flattened one is not to be seen, so it is wrong. */
export async function pointerAt(name: string, domain: string, resolve: Resolve, reference?: Resolve): Promise<Look> {
  const response = await resolve(name, "CNAME");
  if (isFailure(response)) return { isThere: true, undecided: unanswered(name, "CNAME", response) };
  const [target] = valuesOf(response);
  if (target === undefined) return { isThere: false, wrong: `${name} has no CNAME` };
  if (!isAtOrBelow(target, domain)) return { isThere: true, wrong: `${name} CNAME leads to ${target}` };
  const [accepted] = reference ? valuesOf(await reference(name, "CNAME")) : [];
  const differs = accepted !== undefined && accepted !== target && isAtOrBelow(accepted, domain);
  return differs
    ? { isThere: true, undecided: `${name} CNAME points to ${target}, and only the provider knows whether that is ours` }
    : { isThere: true };
}

export const unknownSelectors = ({ allSelectorsKnown, authorDomain }: PathRecords): string[] =>
  allSelectorsKnown ? [] : [`DKIM selectors of ${authorDomain} are known only after the apply`];

export const unanswered = (name: string, type: string, { reason, failure }: DnsAnswer): string =>
  `${name} ${type} ${reason ?? (failure === "timeout" ? "was not answered in time" : "was not answered")}`;
