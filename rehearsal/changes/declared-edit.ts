/** A change of a declared record, as somebody would write it. */
import type { MailRecord } from "../../mail/records/mail-record";

/** Without `before` a record is added, without `after` it goes; with both it is the same record, saying something else. */
export interface DeclaredEdit {
  before?: MailRecord;
  after?: MailRecord;
}
