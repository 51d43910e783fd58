/** What `init` is told of a new environment, and, where the data folder has none yet, of its AWS account: as it was given, nothing is checked yet. */

import type { ProviderAccountAnswers } from "../providers/account-answers";

export interface NewEnvironmentAnswers {
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
  reportTo: string;
  /** With commas between. */
  alerts: string;
  perMonth: string;
  atOnce: string;
  /** With commas between. */
  seedMailboxes: string;
  /** With commas between; empty for nobody. */
  reviewers: string;
}

interface NewAccountAnswers extends ProviderAccountAnswers {
  githubOwner: string;
  githubOwnerId: string;
  githubRepository: string;
  githubRepositoryId: string;
  githubBranch: string;
  /** With commas between. */
  administrators: string;
}

export type InitAnswers = NewEnvironmentAnswers & Partial<NewAccountAnswers>;

export const listed = <T extends string>(text: string): T[] => text.split(",").map((entry) => entry.trim() as T);
