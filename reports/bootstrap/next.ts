/** What `bootstrap` came to, as far as the next step depends on it. */
export interface BootstrapOutcome {
  applied: boolean;
  /** GitHub has something that a person mends first. */
  isBlocked: boolean;
  /** `--env` of the account's stack, where it is not known to be applied: it comes before the environments of its account. */
  account?: string;
}
