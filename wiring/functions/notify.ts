/** The function that posts alerts: called by SNS, and by `twinpost alerts test`, which is told what came back. */
import { z } from "zod";
import { secretReader } from "../../adapters/aws/secret-value";
import { request } from "../../adapters/http/request";
import { pageTopic } from "../../declaration/names/alarms";
import { alertWebhookSecret } from "../../declaration/names/secrets";
import { type PostedAlert, readAlert } from "../../mail/alerts/alert";
import { isWorthAnother, type Posted, postAlert } from "../../workflows/notify/post-alert";
import { jsonService, required, type Variables } from "./environment";

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html; or a test. */
type NotifyEvent =
  | { Records: readonly { Sns: { MessageId: string; TopicArn: string; Message: string; Timestamp: string } }[] }
  | { test: { id: string; urgency: "page" | "ticket"; text: string } };

const timeoutMs = 5_000;
const targetSchema = z.object({ url: z.string(), signingKey: z.string(), earlierSigningKey: z.string().optional() });

export function notify(variables: Variables, write: (line: string) => void): (event: NotifyEvent) => Promise<Posted | undefined> {
  const environment = required(variables, "TWINPOST_ENVIRONMENT");
  const effects = {
    target: secretReader(alertWebhookSecret(environment), targetSchema, jsonService(variables, "SECRETS_MANAGER", timeoutMs)),
    post: (url: string, { headers, body }: { headers: Record<string, string>; body: string }) =>
      request({ method: "POST", url, headers, body }, { timeoutMs }),
    now: () => new Date(),
  };
  const post = async (alert: PostedAlert, id: string): Promise<Posted> => {
    const posted = await postAlert(alert, id, effects);
    write(JSON.stringify({ alert: id, type: alert.type, key: alert.data.key, ...posted }));
    return posted;
  };

  return async (event) => {
    if ("test" in event) {
      const { id, urgency, text } = event.test;
      const at = new Date().toISOString();
      return post({ type: "test", timestamp: at, data: { environment, urgency, key: id, text } }, id);
    }
    for (const { Sns } of event.Records) {
      const urgency = Sns.TopicArn.endsWith(`:${pageTopic(environment)}`) ? "page" : "ticket";
      const posted = await post(
        readAlert({ id: Sns.MessageId, text: Sns.Message, at: Sns.Timestamp }, environment, urgency),
        Sns.MessageId,
      );
      if (isWorthAnother(posted)) throw new Error("the webhook did not take the alert: it is tried again");
    }
    return undefined;
  };
}
