/** The sandbox's SNS with the topics that the stack declares, their policies and their key's, and everybody who is told; and environments that send. */
import type { Environment } from "../../declaration/schema/environment";
import type { Holdings } from "../../sandbox/aws/access/holdings";
import type { Questions } from "../../sandbox/aws/access/questions";
import type { Call } from "../../sandbox/aws/call";
import type { Lambda } from "../../sandbox/aws/lambda/start";
import { type Sns, startSns } from "../../sandbox/aws/sns/start";
import { CertificateAuthority } from "../../sandbox/certificate-authority";
import { RequestLog } from "../../sandbox/request-log";
import { calm } from "../../sandbox/trouble";
import { staging } from "../fixtures/environments/staging";
import { type Declared, declaredOf, keyArn } from "./declared";
import { type Circumstances, Sending } from "./world";

export const office = "office@example.net";
export const night = "night@example.net";
const environment: Environment = { ...staging, alerts: { ...staging.alerts, notify: [office], pages: [night] } };

export interface StartedSns {
  sns: Sns;
  declared: Declared;
  /** What was refused. */
  log: RequestLog;
  stop(): Promise<void>;
}

export async function sandboxSns(): Promise<StartedSns> {
  const declared = declaredOf(environment);
  const { topics, keyPolicy, subscriptions } = declared;
  const log = new RequestLog();
  const holdings = {
    topic: async (_place: unknown, arn: string) => {
      const found = topics.get(arn);
      return found
        ? { tags: {}, attributes: { TopicArn: arn, KmsMasterKeyId: found.keyId }, policy: found.policy }
        : { tags: {}, attributes: {} };
    },
    key: async () => ({ arn: keyArn, tags: {}, policy: keyPolicy }),
  } as unknown as Holdings;
  const sns = await startSns(
    { log, trouble: calm(), authority: await CertificateAuthority.create() },
    { holdings, asked: {} as Questions, lambda: {} as Lambda, reach: () => undefined },
  );
  for (const { topicArn, protocol, endpoint } of subscriptions.filter((each) => each.protocol === "email")) {
    const form = { TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint };
    const call = { service: "sns", operation: "Subscribe", dialect: "query", ...environment.aws };
    await sns.answer({ ...call, body: Buffer.from(new URLSearchParams(form).toString()) } as Call);
    sns.followLinks(endpoint);
  }
  return { sns, declared, log, stop: () => sns.stop() };
}

/** With a day of ordinary mail behind it, or of what is given, and nothing untold. */
export async function startSending({ sns, declared }: StartedSns, before: (is: Circumstances) => void = () => undefined): Promise<Sending> {
  const sending = new Sending(environment, sns);
  await sending.declare(declared.alarms);
  sending.become(before);
  for (let hour = 0; hour < 24; hour++) await sending.publish(60);
  await sending.go(1);
  sending.readMails();
  sending.recover();
  return sending;
}
