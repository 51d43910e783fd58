/** What is to be known of any sending provider. Its own file fills this in; nothing else asks which provider it is. */
import type { SendgridUse } from "./sendgrid-use";

export interface SubmissionPlace {
  host: string;
  port: number;
}

/** The part of an environment that decides where mail is submitted, and in which plan. */
interface SubmissionContext {
  aws: { region: string };
  sendgrid?: SendgridUse | undefined;
  capture?: SubmissionPlace | undefined;
}

export interface CostLine {
  what: string;
  how: string;
  /** Dollars a month; undefined where the provider quotes. */
  usd: number | undefined;
}

export interface SendingProvider {
  /** For people. */
  title: string;
  /** False for a test server, which keeps what it is given: nobody outside sees it, no receiver judges it. */
  delivers: boolean;
  /** Whether it can be made to refuse recipients that are not on an environment's list. */
  refusesStrangers: boolean;
  /** What it asks for in the SPF record of the sending domain. */
  spfInclude?: string;
  /** The variable that its administration token is in, and what that token must be allowed to change. */
  administration?: { variable: string; changes: string };
  /** STARTTLS is spoken there. */
  submission(context: SubmissionContext): SubmissionPlace;
  /** Roughly, for so many messages a month; see mail/cost.ts. */
  cost(perMonth: number, context?: Pick<SubmissionContext, "sendgrid">): CostLine;
}
