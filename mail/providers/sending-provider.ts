/** What is to be known of any sending provider. Its own file fills this in; nothing else asks which provider it is. */
import type { AnswerText } from "../smtp/answer-subject";
import type { MailPath } from "./mail-path";
import type { ProviderUse } from "./provider-use";

export interface SubmissionPlace {
  host: string;
  port: number;
}

/** The part of an environment that decides where mail is submitted, and in which plan. */
interface SubmissionContext extends ProviderUse {
  aws: { region: string };
}

export interface CostLine {
  what: string;
  how: string;
  /** Dollars a month; undefined where the provider quotes. */
  usd: number | undefined;
}

/** What takes days, however fast one works. Durations are what providers write or what is usual, no promises. */
export interface ProviderLeadTime {
  what: string;
  takes: string;
  /** The doctor's check that sees whether it is done: it has none of these findings, or none at all where none are named. */
  done: { check: string; findings?: readonly string[] };
}

/** What a record is for that leads to the provider. */
export type TargetRole = "return path" | "tracked links";

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
  /** Settings that name another address of its API. */
  apiAddresses?: readonly string[];
  /** How its mail travels; a provider that delivers nothing has none. */
  path?: MailPath;
  /** What a CNAME is for, by its target in lower case. DKIM records are known by their names. */
  roleOfTarget?(target: string): TargetRole | undefined;
  /** Whom to ask about a message, and where the provider tells of its own trouble: pages for people, which decide nothing. */
  support?: { status: string; ask: string };
  /** What it keeps of a recipient that no API of it erases, and for how long, as it writes. */
  keeps?: readonly { what: string; until: string }[];
  /** The id that its events have for a message, in what a person copied from its console or from a message's header. */
  messageIdIn?(text: string): string | undefined;
  /** Its own words over SMTP, where they say more than their codes. */
  answers?: readonly AnswerText[];
  /** STARTTLS is spoken there. */
  submission(context: SubmissionContext): SubmissionPlace;
  /** How it tells what became of messages: to a topic of SNS, or by posts to an address. One that delivers nothing tells nothing. */
  events?: "topic" | "posts";
  /** Roughly, for so many messages a month; see mail/cost.ts. */
  cost(perMonth: number, use?: ProviderUse): CostLine;
  /** What Twinpost makes in CloudWatch to watch it; AWS bills each. */
  watched?: { alarmMetrics: number; metrics: number; dashboards: number };
  /** Alarms on what it counts itself, which speak of the same mail as ours (declaration/names/alarms.ts): while one rings, ours say nothing more. */
  ownAlarms?: readonly string[];
  /** What of it can be asked besides whether it sends: where it posts events to, what is left of a prepaid number of messages, which it delivered. */
  watchable?: readonly ("webhook" | "credits" | "deliveries")[];
  leadTimes(use: ProviderUse): ProviderLeadTime[];
}
