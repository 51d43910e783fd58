/** SES: per account and region its state and the routes of its HTTP API (served by the AWS gateway), per region a submission backend; its DNS zone. */
import type { Hono } from "hono";
import type { IamView } from "../aws/iam-view";
import { providerNameServers } from "../dns/name-servers";
import { publishReverse } from "../dns/reverse";
import type { SubmissionBackend } from "../submission/backend";
import type { Surroundings } from "../surroundings";
import { createDnsCheck } from "./dns-check";
import type { TopicExists } from "./event-destinations";
import { type CountedEvent, type Publication, ToldEvents } from "./events/told";
import { sesRoutes } from "./routes";
import { type RestingKey, SesState } from "./state";
import { makeOwnKey, regionalSubmission, sesSubmission } from "./submission";

export interface SesOptions {
  /** Asked at each login, since AWS is started after SES is made. */
  iam(account: string): IamView;
  /** Whether SNS has such a topic; it has every one unless told. */
  topicExists?: TopicExists;
  /** What is published at tokens without a key; the empty text unless told. */
  restingKey?: RestingKey;
  /** Told of what becomes of each message. */
  tell?(event: CountedEvent): void;
  /** Gives an event to a topic of SNS; nowhere unless told. */
  publish?(publication: Publication): Promise<void>;
}

/** What one account has in one region. */
interface SesAccount {
  routes: Hono;
  state: SesState;
  submission: SubmissionBackend;
  /** What recipients do after a delivery, for tests; and when every event so far was published. */
  events: Pick<ToldEvents, "complain" | "idle" | "stop">;
}

export interface Ses {
  /** Made when it is first asked for, as AWS's regions are there without being set up. */
  at(account: string, region: string): SesAccount;
  /** Of an identity or a configuration set, by its ARN. */
  tagsOf(account: string, region: string, arn: string): Record<string, string>;
  /** The region's, for the logins of every account. */
  submission(region: string): SubmissionBackend;
  stop(): Promise<void>;
}

/** The address that SES's mail comes from, which its SPF record names. */
export const sesSourceAddress = "127.0.10.2";

export function createSes(
  { zones, resolver, trouble }: Pick<Surroundings, "zones" | "resolver" | "trouble">,
  { iam, restingKey, topicExists = async () => true, tell = () => undefined, publish = async () => undefined }: SesOptions,
): Ses {
  const zone = zones.open("amazonses.com", providerNameServers);
  const spf = [`v=spf1 ip4:${sesSourceAddress} -all`];
  zone.set("spf", { name: "amazonses.com", ttl: 900, type: "TXT", strings: spf });
  publishReverse(zones, sesSourceAddress, "a10-2.smtp-out.amazonses.com");
  const ownKey = makeOwnKey(zones);
  const regions = new Map<string, Map<string, SesAccount>>();

  const open = (region: string): Map<string, SesAccount> => {
    const known = regions.get(region);
    if (known) return known;
    // Return paths at SES's own domain, before a custom MAIL FROM domain is proven.
    zone.set(`spf-${region}`, { name: `${region}.amazonses.com`, ttl: 900, type: "TXT", strings: spf });
    zone.set(`feedback-${region}`, { name: `feedback-smtp.${region}.amazonses.com`, ttl: 900, type: "A", target: sesSourceAddress });
    const accounts = new Map<string, SesAccount>();
    regions.set(region, accounts);
    return accounts;
  };

  const ses: Ses = {
    tagsOf: (account, region, arn) =>
      Object.fromEntries((ses.at(account, region).state.tags.get(arn) ?? []).map(({ Key, Value }) => [Key, Value])),
    at(account, region) {
      const accounts = open(region);
      const known = accounts.get(account);
      if (known) return known;
      const state = new SesState(zones, account, region, restingKey);
      const check = createDnsCheck(resolver, region);
      const events = new ToldEvents(state, { publish, tell, trouble });
      const submission = sesSubmission({ state, ownKey, check, iam: () => iam(account), told: events });
      const made = { state, routes: sesRoutes(state, check, topicExists), submission, events };
      accounts.set(account, made);
      return made;
    },
    submission: (region) => {
      const accounts = open(region);
      return regionalSubmission(() => new Map([...accounts].map(([account, { submission }]) => [account, submission])));
    },
    stop: async () => {
      const accounts = [...regions.values()].flatMap((each) => [...each.values()]);
      await Promise.allSettled([ownKey, ...accounts.flatMap(({ state, events }) => [state.settled(), events.stop()])]);
    },
  };
  return ses;
}
