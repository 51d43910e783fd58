/** A type of resource whose deletion or replacement the safety gate reports. */

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
  /** The attribute with its name. */
  name: string;
  /** What is lost with it, in place of the family's text. */
  loss?: string;
}
