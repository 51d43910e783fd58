/** What Amazon SES allows an account to send in one region, counted per recipient. */
export interface SesSendingAccount {
  /** False while the account is in SES's own sandbox: it reaches verified recipients only. */
  productionAccess: boolean;
  /** Of the request to leave the sandbox: PENDING, GRANTED, DENIED or FAILED; undefined when there is none. */
  review: string | undefined;
  /** HEALTHY, PROBATION or SHUTDOWN. */
  enforcement: string;
  sendingEnabled: boolean;
  /** Infinity when there is no limit. */
  perDay: number;
  perSecond: number;
  sentLast24Hours: number;
  /** Whose addresses get onto the account's suppression list: BOUNCE, COMPLAINT. */
  suppressed: string[];
}
