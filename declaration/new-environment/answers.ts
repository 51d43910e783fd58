/** What `init` is told of a new environment and of what it needs around it: as it was given, nothing is checked yet. */
import type { ProviderAccountAnswers, ProviderEnvironmentAnswers } from "../providers/account-answers";

interface NewEnvironmentAnswers {
  name: string;
  account: string;
  region: string;
  dnsHost: string;
  zone: string;
  /** For a DNS host that has ids of zones. */
  zoneId?: string;
  domain: string;
  senderAddress: string;
  senderName: string;
  replyTo: string;
  frontendUrl: string;
  primary: string;
  /** For a primary that delivers; "none" for nobody. */
  standby?: string;
  dmarcPolicy?: string;
  reportTo: string;
  tlsReportTo?: string;
  /** A list. */
  alerts: string;
  perMonth: string;
  atOnce: string;
  sendsPerDay: string;
  /** A list. */
  seedMailboxes: string;
  /** A list; empty or "none" for nobody. */
  reviewers: string;
  /** An environment; "none" where a merge changes this one. */
  promoteFrom?: string;
  approval?: string;
}

interface NewAccountAnswers extends ProviderAccountAnswers {
  githubOwner: string;
  githubOwnerId: string;
  githubRepository: string;
  githubRepositoryId: string;
  githubBranch: string;
  /** A list. */
  administrators: string;
}

interface SurroundingAnswers {
  /** "replace" or "keep", of the examples that come with Twinpost. */
  examples: string;
  /** "yes" or "no": replace an environment of that name. */
  replace: string;
  /** "yes" or "no": declare the domain above the sending domain too. */
  organisationalDomain: string;
  /** A list; empty or "none" for nobody. */
  alsoInclude: string;
}

export type InitAnswers = NewEnvironmentAnswers & ProviderEnvironmentAnswers & Partial<NewAccountAnswers & SurroundingAnswers>;

/** The answer for what is not wanted. */
export const nothing = "none";

/** None of the values that are listed can hold a blank or a comma. */
export const listed = <T extends string>(text = ""): T[] => (text.trim() === nothing ? [] : (text.split(/[\s,]+/).filter(Boolean) as T[]));
