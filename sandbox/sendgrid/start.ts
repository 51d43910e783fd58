/** Starts the SendGrid stand-in: the Web API, its zone sendgrid.net, and what its submission server decides. */
import { startHttpService } from "../http-service";
import type { SubmissionBackend } from "../submission/backend";
import type { Surroundings } from "../surroundings";
import { sendgridRoutes } from "./routes";
import { SendgridState } from "./state";
import { sendgridSubmission } from "./submission";
import { failure } from "./wire";

export interface Sendgrid {
  /** Base URL of the API, without /v3. */
  url: string;
  /** An API key with full access. */
  adminKey: string;
  issueKey(scopes: string[]): string;
  state: SendgridState;
  submission: SubmissionBackend;
  stop(): Promise<void>;
}

/** @param username of the account. */
export async function startSendgrid({ zones, resolver, log, trouble }: Surroundings, username?: string): Promise<Sendgrid> {
  const state = new SendgridState(zones, username);
  // Their time is better spent while Terraform initialises than when the first domain or message comes.
  void Promise.all([state.provider.accountKey("s1"), state.provider.accountKey("s2"), state.provider.fallbackKey()]);
  const service = await startHttpService({
    service: "sendgrid",
    routes: sendgridRoutes(state, resolver),
    log,
    trouble,
    troubleBody: (status) => failure(status === 429 ? "too many requests" : "internal server error"),
  });
  return {
    url: service.url,
    adminKey: state.keys.create("Sandbox administrator").secret,
    issueKey: (scopes) => state.keys.create("Sandbox", scopes).secret,
    state,
    submission: sendgridSubmission(state),
    stop: () => service.stop(),
  };
}
