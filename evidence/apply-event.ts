/** One step of an apply, as Terraform tells it while it works: of which resource, and no values. */
export interface ApplyEvent {
  /** "going on" comes again and again for what takes long. */
  kind: "started" | "going on" | "done" | "failed";
  address: string;
  /** A replacement is a deletion and a creation, each with events of its own. */
  action: "create" | "update" | "delete";
  /** Since it started. */
  seconds: number;
}
