/** SNS's pages that anybody may ask: certificates, and the links in messages. Not SNS's own: the mailbox of everybody who gets mail from it. */
import { Hono } from "hono";
import { startHttpService } from "../../http-service";
import type { Surroundings } from "../../surroundings";
import { ServiceError } from "../query-protocol";
import type { makeSigningKey } from "./signing-key";
import type { Subscriptions } from "./subscriptions";

export interface SnsMail {
  to: string;
  subject: string;
  text: string;
  at: Date;
  /** Of a mail that asks whether its reader wants more. */
  subscribeUrl?: string;
}

export async function startPages(
  { log, trouble }: Pick<Surroundings, "log" | "trouble">,
  mails: readonly SnsMail[],
  ofTopic: (arn: string) => { subscriptions: Subscriptions },
  key: () => ReturnType<typeof makeSigningKey>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const routes = new Hono();
  routes.get("/", (context) => {
    const { Action, TopicArn = "", Token = "", SubscriptionArn = "" } = context.req.query();
    try {
      if (Action === "ConfirmSubscription") {
        const { arn } = ofTopic(TopicArn).subscriptions.confirm(TopicArn, Token, false);
        return context.text(`<ConfirmSubscriptionResponse><SubscriptionArn>${arn}</SubscriptionArn></ConfirmSubscriptionResponse>`);
      }
      if (Action !== "Unsubscribe") return context.text("no such action", 400);
      const topicArn = SubscriptionArn.split(":").slice(0, 6).join(":");
      ofTopic(topicArn).subscriptions.unsubscribe(SubscriptionArn);
      return context.text("<UnsubscribeResponse/>");
    } catch (error) {
      if (error instanceof ServiceError) return context.text(error.message, error.status as 400);
      throw error;
    }
  });
  routes.get("/mails", (context) => context.json(mails));
  routes.get("/:file", async (context) => {
    const { certificate, fileName } = await key();
    return context.req.param("file") === fileName ? context.text(certificate) : context.text("not found", 404);
  });
  const { url, stop } = await startHttpService({ service: "sns-pages", routes, log, trouble, troubleBody: () => ({}) });
  return { url: `${url}/`, stop };
}
