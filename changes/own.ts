/** What is ours: the account, and the domains. Who is named in a plan and is neither is a stranger. */
import { sharesOrganisationalDomain } from "../mail/dmarc/organisational-domain";
import { isAtOrBelow } from "../mail/records/name";

export interface Own {
  /** Id of the AWS account in which the plan acts. */
  account: string;
  /** Which the stack publishes records for: an environment's sending domain, or the organisational domains. */
  domains: readonly string[];
  /** Every zone that is declared, for whichever environment. */
  zones: readonly string[];
  /** The repositories whose jobs may take roles, as the subjects of their tokens begin. */
  repositories?: readonly string[];
}

/** @param name in lower case. */
export const isOurDomain = (name: string, { domains, zones }: Own): boolean =>
  [...domains, ...zones].some((each) => isAtOrBelow(name, each) || sharesOrganisationalDomain(name, each));

/** At or below a domain that the stack publishes records for. */
export const isOwnDomain = (name: string, { domains }: Own): boolean => domains.some((each) => isAtOrBelow(name, each));

/** An address, or the host of an https URL. @returns undefined for what is neither. */
export function domainOfRecipient(recipient: string): string | undefined {
  const host = /^https:/i.test(recipient) && URL.canParse(recipient) ? new URL(recipient).hostname : undefined;
  const [, domain] = /^(?:mailto:)?[^@:/]+@([^@!?/]+)/i.exec(recipient) ?? [];
  return (host ?? domain)?.toLowerCase().replace(/\.$/, "");
}

/** Ids of other accounts that a text names in an ARN. */
export const otherAccounts = (text: string, { account }: Own): string[] => [
  ...new Set([...text.matchAll(/\barn:[\w-]*:[\w-]*:[\w-]*:(\d{12}):/g)].flatMap(([, id]) => (id && id !== account ? [id] : []))),
];
