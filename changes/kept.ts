/** A resource whose loss the safety gate tells of. */

export interface Kept {
  /** The first part of the finding's id. */
  family:
    | "identity"
    | "tracked-links"
    | "unsubscribe-group"
    | "return-path"
    | "encryption-key"
    | "secret"
    | "secret-policy"
    | "smtp-user"
    | "smtp-user-policy"
    | "state-bucket";
  called: string;
  /** The attribute that names it for people. */
  name: string;
  /** What is lost with it, where it is more than the family says. */
  loss?: string;
}
