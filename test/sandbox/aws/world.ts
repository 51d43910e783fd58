/** AWS as the sandbox has it: SES, moto and the gateway, with DNS; clients of the real SDK that make one attempt only. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SESv2 } from "@aws-sdk/client-sesv2";
import { STS } from "@aws-sdk/client-sts";
import { startAws } from "../../../sandbox/aws/start";
import type { VerifyWebIdentity } from "../../../sandbox/aws/sts/web-identity";
import { CertificateAuthority } from "../../../sandbox/certificate-authority";
import { startDns } from "../../../sandbox/dns/start";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { RequestLog } from "../../../sandbox/request-log";
import { createSes } from "../../../sandbox/ses/start";
import type { Surroundings } from "../../../sandbox/surroundings";
import { calm, type Trouble } from "../../../sandbox/trouble";

export const account = "480312345678";
export const otherAccount = "590312345678";
export const region = "eu-central-1";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface AwsWorldOptions {
  trouble?: Trouble;
  verifyWebIdentity?: VerifyWebIdentity;
}

export type AwsWorld = Awaited<ReturnType<typeof startAwsWorld>>;

export async function startAwsWorld({ trouble = calm(), verifyWebIdentity }: AwsWorldOptions = {}) {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-aws-"));
  const zones = new ZoneStore();
  const [dns, authority] = await Promise.all([startDns(zones), CertificateAuthority.create()]);
  const log = new RequestLog();
  const surroundings: Surroundings = { zones, resolver: dns.resolver, authority, log, trouble };
  const everySes = createSes(surroundings, {
    iam: (id) => aws.account(id).iam,
    topicExists: (arn) => aws.topicExists(arn),
    publish: async (publication) => void (await aws.sns.publish(publication)),
  });
  const aws = await startAws(surroundings, {
    directory,
    accounts: [account, otherAccount],
    ses: (id, ofRegion) => everySes.at(id, ofRegion).routes,
    sesTags: (id, ofRegion, arn) => everySes.tagsOf(id, ofRegion, arn),
    ...(verifyWebIdentity ? { verifyWebIdentity } : {}),
  });

  const clients = ({ accessKeyId, secretAccessKey, sessionToken }: Credentials = aws.account(account), at = region) => {
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
    const settings = { endpoint: aws.url, region: at, credentials, maxAttempts: 1 };
    return {
      iam: new IAM(settings),
      s3: new S3({ ...settings, forcePathStyle: true }),
      secrets: new SecretsManager(settings),
      ses: new SESv2(settings),
      sts: new STS(settings),
    };
  };

  return {
    aws,
    ses: everySes.at(account, region),
    everySes,
    zones,
    log,
    surroundings,
    directory,
    clients,
    admin: clients(),
    otherAdmin: clients(aws.account(otherAccount)),
    /** What was called, as "iam CreateUser 200". */
    calls: (): string[] => log.entries.map(({ service, operation, status }) => `${service} ${operation} ${status}`),
    stop: async () => {
      await aws.stop();
      await everySes.stop();
      await dns.stop();
      rmSync(directory, { recursive: true });
    },
  };
}

/** A user of IAM who may do what the policy says, with a key. */
export async function createUser({ admin }: AwsWorld, name: string, policy?: object): Promise<Credentials> {
  await admin.iam.createUser({ UserName: name });
  if (policy) await admin.iam.putUserPolicy({ UserName: name, PolicyName: "own", PolicyDocument: JSON.stringify(policy) });
  const { AccessKey } = await admin.iam.createAccessKey({ UserName: name });
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
  return { accessKeyId, secretAccessKey };
}
