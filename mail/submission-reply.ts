/** What a submission server's reply says of a login (RFC 4954 4 and 6; RFC 5321 4.2.1 for the first digit). */

/** How far a submission came. */
export type SmtpPhase = "connect" | "tls" | "auth" | "envelope" | "message";

export interface SmtpReply {
  phase: SmtpPhase;
  /** Undefined without a reply. */
  code: number | undefined;
}

/** 4yz, or no reply, says that the server cannot tell now: the credentials may be good. */
export const refusesLogin = ({ phase, code = 0 }: SmtpReply): boolean => phase === "auth" && code >= 500;
