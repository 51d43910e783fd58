/** Starts the SendGrid stand-in: the Web API, its zone sendgrid.net, and what its submission server decides. */
import { startHttpService } from "../http-service";
import type { SubmissionBackend } from "../submission/backend";
import type { Surroundings } from "../surroundings";
import { readScopes } from "./api-keys";
import { EventPosts, type Reach } from "./events/posts";
import { ToldEvents } from "./events/told";
import { sendgridRoutes } from "./routes";
import { type Region, SendgridState } from "./state";
import { sendgridSubmission } from "./submission";
import { failure } from "./wire";

export interface Subuser {
  username: string;
  region: Region;
}

export interface Sendgrid {
  /** Base URL of the API, without /v3. */
  url: string;
  /** The same of the EU's host. */
  euUrl: string;
  /** An API key with full access. */
  adminKey: string;
  /** One that only reads, as pull requests' jobs have it. */
  readKey: string;
  issueKey(scopes: string[]): string;
  state: SendgridState;
  /** What recipients and receivers do after a delivery, for tests. */
  events: Pick<ToldEvents, "engage" | "bounceLate">;
  /** Resolves when every event so far was posted, or given up. */
  eventsPosted(): Promise<void>;
  submission: SubmissionBackend;
  /** As if so much time had gone by since all messages so far were sent. */
  pass(ms: number): void;
  /** Begins to make the keys that domains and messages will need: a core has time for it while Terraform initialises. */
  prepareKeys(): void;
  stop(): Promise<void>;
}

export interface SendgridOptions {
  /** Of the account. */
  username?: string | undefined;
  subusers?: readonly Subuser[];
  /** Where webhooks are here; those on loopback are reached without it, others never. */
  reach?: Reach;
}

export async function startSendgrid(
  { zones, resolver, log, trouble }: Surroundings,
  { username, subusers = [], reach = () => undefined }: SendgridOptions = {},
): Promise<Sendgrid> {
  const state = new SendgridState(zones, username, "global", undefined, () => trouble.now("sendgrid"));
  for (const subuser of subusers) state.addSubuser(subuser.username, subuser.region);
  const startHost = (region: Region) =>
    startHttpService({
      service: "sendgrid",
      routes: sendgridRoutes({ account: state, region, resolver, trouble }),
      log,
      trouble,
      troubleBody: (status) => failure(status === 429 ? "too many requests" : "internal server error"),
    });
  const posts = new EventPosts({ log, trouble, reach });
  const events = new ToldEvents(posts);
  const [global, eu] = await Promise.all([startHost("global"), startHost("eu")]);
  return {
    url: global.url,
    euUrl: eu.url,
    adminKey: state.keys.create("Sandbox administrator").secret,
    readKey: state.keys.create("Sandbox reader", readScopes).secret,
    issueKey: (scopes) => state.keys.create("Sandbox", scopes).secret,
    state,
    events,
    eventsPosted: () => posts.idle(),
    submission: sendgridSubmission(state, events),
    pass(ms) {
      for (const { logs } of state.users()) logs.pass(ms);
    },
    prepareKeys: () => void Promise.all([state.provider.accountKey("s1"), state.provider.accountKey("s2"), state.provider.fallbackKey()]),
    stop: async () => {
      await posts.stop();
      await Promise.all([global.stop(), eu.stop(), state.provider.settled()]);
    },
  };
}
