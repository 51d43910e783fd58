/** What an answer of a submission server can be about. */

export type AnswerSubject =
  /** This recipient: others are served. */
  | "recipient"
  /** This message: its size, its content. */
  | "message"
  /** The From address or the return path. */
  | "sender address"
  /** The login: wrong, revoked, or without permission. */
  | "credential"
  /** More was sent than the account may send. */
  | "rate"
  /** This connection has served its time: another one goes on where it ended. */
  | "session"
  /** The provider, or our account there. */
  | "provider"
  /** No answer at all. */
  | "network";

/** Words of a provider, and what they are about. Providers use one code for many things, and these words are all that tells them apart. */
export interface AnswerText {
  says: RegExp;
  is: AnswerSubject;
}
