/** What `bootstrap` came to, as far as the next step depends on it. */
export interface BootstrapOutcome {
  applied: boolean;
  /** GitHub has something that a person mends first. */
  isBlocked: boolean;
}
