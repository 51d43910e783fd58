/** What `init` is told of the accounts at sending providers, each only where an environment sends through it. */
export interface ProviderAccountAnswers {
  sendgridUsername?: string;
}
