/** AWS for several accounts: moto and our own stand-ins behind one gateway. Each account has an administrator's key of its own. */
import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import type { Surroundings } from "../surroundings";
import type { Caller } from "./access/caller";
import { Entities } from "./access/entities";
import { createGuard } from "./access/guard";
import { Holdings } from "./access/holdings";
import { questions } from "./access/questions";
import { AccessKeys } from "./access-keys";
import { answererOf } from "./answerers";
import { type ApiGateway, startApiGateway } from "./apigateway/start";
import { BucketPolicies } from "./bucket-policies";
import type { Answer, Call } from "./call";
import { startGateway } from "./gateway";
import { IamView } from "./iam-view";
import { createLambda, type Lambda } from "./lambda/start";
import { startMoto } from "./moto";
import { motoClient } from "./moto-client";
import { admitPerson, type Person } from "./people";
import { createSecretsManager, type SecretsManager } from "./secrets/answer";
import { MfaDevices } from "./sts/mfa-devices";
import { Sessions } from "./sts/sessions";
import { createSts } from "./sts/sts";
import type { VerifyWebIdentity } from "./sts/web-identity";
import { Turns } from "./turns";
import { startWatching, type Watching } from "./watching";

export interface AwsOptions {
  /** For moto's log. */
  directory: string;
  /** Their ids. */
  accounts: readonly string[];
  /** The SESv2 stand-in's routes for an account in a region. */
  ses(account: string, region: string): Hono;
  /** The tags of one of its identities or configuration sets. */
  sesTags(account: string, region: string, arn: string): Record<string, string>;
  /** ARNs of users who are there from the beginning, with a key and an MFA device. */
  people?: readonly string[];
  /** What the issuer of web identities says of a token; nobody's tokens are taken unless told. */
  verifyWebIdentity?: VerifyWebIdentity;
  /** Addresses of this sandbox, for functions: as variables beside their own. */
  functionAddresses?: () => Record<string, string>;
  narrate?: ((text: string) => void) | undefined;
}

interface AwsAccount {
  id: string;
  /** The administrator's key: everything but the SES SMTP user's keys is done with it. It is known in this account only. */
  accessKeyId: string;
  secretAccessKey: string;
  iam: IamView;
}

export interface Aws extends Pick<Watching, "cloudwatch" | "sns" | "events" | "pass"> {
  url: string;
  /** Where moto itself answers, for those who look at everything. */
  motoUrl: string;
  accounts: readonly AwsAccount[];
  secrets: SecretsManager;
  lambda: Lambda;
  apiGateway: ApiGateway;
  /** @throws Error when the sandbox has no such account. */
  account(id: string): AwsAccount;
  /** Whether SNS has this topic, in the account and region that its ARN names. */
  topicExists(arn: string): Promise<boolean>;
  /** One of the people; undefined for anybody else. */
  person(arn: string): Person | undefined;
  stop(): Promise<void>;
}

export async function startAws(surroundings: Surroundings, options: AwsOptions): Promise<Aws> {
  const {
    directory,
    accounts: ids,
    ses,
    sesTags,
    people = [],
    narrate,
    verifyWebIdentity = nobodys,
    functionAddresses = () => ({}),
  } = options;
  const { log, trouble } = surroundings;
  const server = await startMoto({ directory, narrate });
  const moto = motoClient(server.port, server.failures);
  const effectDelayMs = ({ service, operation, resource }: Pick<Call, "service" | "operation" | "resource">): number =>
    trouble.effectDelayMs(`${service} ${operation}`, resource);
  const keys = new AccessKeys(() => trouble.now("iam"), effectDelayMs);
  const [turns, buckets] = [new Turns(), new BucketPolicies()];
  const now = (): Date => new Date(trouble.now("sts"));
  const learn = (call: Call, answer: Answer): void => {
    if (call.service === "iam" && !/^(Get|List)/.test(call.operation)) entities.get(call.account)?.forget();
    holdings.learn(call);
    watching.learn(call, answer);
    mfa.learn(call, answer);
  };
  const secrets = createSecretsManager({ now: () => trouble.now("secretsmanager"), delayMs: effectDelayMs });
  const answer = answererOf({
    moto,
    secrets,
    keys,
    turns,
    buckets,
    learn,
    watching: (call) => watching.answer(call),
    passed: () => watching.passed(),
  });
  const asked = questions(answer);
  const [holdings, mfa, sessions] = [new Holdings(asked), new MfaDevices(asked), new Sessions(now)];
  const entities = new Map(ids.map((id) => [id, new Entities(asked, id)]));
  const entitiesOf = (id: string): Entities => entities.get(id) ?? new Entities(asked, id);

  const accounts = ids.map((id): AwsAccount => {
    const accessKeyId = `AKIA${randomBytes(10).toString("hex").slice(0, 16).toUpperCase()}`;
    const iam = new IamView({ account: id, keys, entities: entitiesOf(id), log });
    return { id, accessKeyId, secretAccessKey: randomBytes(30).toString("base64"), iam };
  });

  function identify(accessKeyId: string, token: string | undefined): Caller | "expired" | undefined {
    const session = sessions.find(accessKeyId, token);
    if (session) return session === "expired" ? session : { kind: "session", account: session.account, session };
    for (const { id: account, accessKeyId: administrators } of accounts) {
      if (accessKeyId === administrators) return { kind: "administrator", account };
      const key = keys.find(account, accessKeyId);
      if (key?.status === "Active") return { kind: "user", account, userName: key.userName };
    }
    return undefined;
  }

  const lambda = createLambda({
    ...{ sessions, log },
    entities: (id) => entities.get(id),
    url: () => gateway.url,
    addresses: () => ({ TWINPOST_SNS_CERTIFICATES: watching.sns.url, ...functionAddresses() }),
    wrote: (arn, line) => watching.readLogLine(arn, line),
  });
  const apiGateway = await startApiGateway(surroundings, lambda);
  const watching = await startWatching(surroundings, {
    ...{ asked, holdings, lambda, entities: entitiesOf },
    reach: (url) => apiGateway.reach(url),
  });
  const ours = people.filter((arn) => entities.has(arn.split(":")[4] ?? ""));
  const admitted = await Promise.all([...new Set(ours)].map((arn) => admitPerson(arn, asked, now)));
  const gateway = await startGateway(surroundings, {
    ...{ identify, answer },
    record: (call, answered) => watching.events.record(call, answered),
    routed: {
      ses: { paths: /^\/v[12]\/email\//, routes: ses },
      lambda: { paths: /^\/20\d\d-\d\d-\d\d\//, routes: lambda.at },
      apigateway: { paths: /^\/v2\/(apis|tags)\b/, routes: apiGateway.at },
    },
    used: (account, { accessKeyId, service, region }) => keys.use(account, accessKeyId, { service, region }),
    sts: createSts({
      ...{ sessions, mfa, verifyWebIdentity, now },
      entities: (id) => entities.get(id),
      gap: (what) => log.addUnknown("iam", what),
    }),
    guard: createGuard({
      ...{ holdings, sesTags, log, now, functionOfMapping: lambda.functionOfMapping },
      entities: entitiesOf,
      ownerOf: (account, accessKeyId) => keys.find(account, accessKeyId)?.userName ?? "",
      bucketPolicy: (account, bucket) => buckets.find(account, bucket),
    }),
  });
  return {
    url: gateway.url,
    motoUrl: `http://127.0.0.1:${server.port}`,
    accounts,
    secrets,
    lambda,
    apiGateway,
    cloudwatch: watching.cloudwatch,
    sns: watching.sns,
    events: watching.events,
    pass: watching.pass,
    account(id) {
      const found = accounts.find((each) => each.id === id);
      if (!found) throw new Error(`the sandbox has no AWS account ${id}`);
      return found;
    },
    async topicExists(arn) {
      const [, , service, region = "", account = ""] = arn.split(":");
      if (service !== "sns" || !ids.includes(account)) return false;
      return (
        (await asked.query("sns", { account, region }, { Action: "GetTopicAttributes", Version: "2010-03-31", TopicArn: arn })) !==
        undefined
      );
    },
    person: (arn) => admitted.find((each) => each.arn === arn),
    async stop() {
      await watching.stop();
      await lambda.stop();
      await apiGateway.stop();
      await gateway.stop();
      moto.stop();
      await server.stop();
    },
  };
}

const nobodys: VerifyWebIdentity = async () => {
  throw new Error("the sandbox has no issuer of web identities");
};
