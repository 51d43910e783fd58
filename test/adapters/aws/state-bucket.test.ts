import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createAwsClients } from "../../../adapters/aws/clients";
import { ensureStateBucket } from "../../../adapters/aws/state-bucket";
import { lackingStatements } from "../../../adapters/aws/state-bucket-policy";
import { isAllowed, type PolicyDocument } from "../../../sandbox/aws/iam-policy";
import { judge } from "../../../sandbox/aws/policy/evaluate";
import type { CannedAnswer } from "../canned-server";
import { useAwsService } from "./aws-service";

const start = useAwsService();
const startInVirginia = useAwsService("us-east-1");
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const bucket = "twinpost-state-123456789012-eu-west-1";
const s3Error = (status: number, code: string): CannedAnswer => ({
  status,
  headers: { "Content-Type": "application/xml" },
  body: `<Error><Code>${code}</Code><Message>said so</Message></Error>`,
});

/** An S3 that keeps what is put, for one bucket: enough to see that a second run changes nothing. */
async function startBucketServer(kept: Record<string, string>) {
  const puts: string[] = [];
  const missing: Record<string, string> = {
    encryption: "ServerSideEncryptionConfigurationNotFoundError",
    publicAccessBlock: "NoSuchPublicAccessBlockConfiguration",
    policy: "NoSuchBucketPolicy",
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://s3");
    const setting = [...searchParams.keys()].find((key) => key !== "x-id") ?? "bucket";
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (pathname.replace(/\/$/, "") !== `/${bucket}`) return response.writeHead(400).end();
      if (request.method === "PUT") {
        puts.push(setting);
        kept[setting] = Buffer.concat(chunks).toString();
        return response.writeHead(200).end();
      }
      const value = kept[setting];
      if (value !== undefined)
        return response.writeHead(200, { "Content-Type": "application/xml" }).end(request.method === "HEAD" ? "" : value);
      if (setting === "versioning") return response.writeHead(200).end("<VersioningConfiguration/>");
      return response
        .writeHead(404)
        .end(request.method === "HEAD" ? "" : `<Error><Code>${missing[setting]}</Code><Message>m</Message></Error>`);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "not-a-secret",
    AWS_S3_USE_PATH_STYLE: "true",
  };
  const { s3 } = createAwsClients({ region: "eu-west-1", env });
  stops.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { s3, puts };
}

test("makes the bucket once, closed, encrypted, versioned and over TLS only", async () => {
  const kept: Record<string, string> = {};
  const { s3, puts } = await startBucketServer(kept);
  const changed = ["versioning", "encryption", "public access block", "policy"];
  await expect(ensureStateBucket(s3, { bucket, region: "eu-west-1" })).resolves.toEqual({ created: true, changed });
  expect(puts).toEqual(["bucket", "versioning", "encryption", "publicAccessBlock", "policy"]);
  expect(kept.bucket).toContain("<LocationConstraint>eu-west-1</LocationConstraint>");
  expect(kept.versioning).toContain("<Status>Enabled</Status>");
  expect(kept.encryption).toContain("<SSEAlgorithm>AES256</SSEAlgorithm>");
  expect(kept.publicAccessBlock?.match(/>true</g)).toHaveLength(4);
  expect(JSON.parse(kept.policy ?? "")).toMatchObject({
    Statement: [
      { Effect: "Deny", Principal: "*", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Condition: { Null: { "s3:if-none-match": "true" } } },
      { Effect: "Deny", Principal: "*", Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"] },
    ],
  });

  await expect(ensureStateBucket(s3, { bucket, region: "eu-west-1" })).resolves.toEqual({ created: false, changed: [] });
  expect(puts).toHaveLength(5);
});

test("corrects only what falls short, and keeps statements and keys of others", async () => {
  const theirs = { Sid: "Theirs", Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:GetObject", Resource: "*" };
  const kept: Record<string, string> = {
    bucket: "",
    versioning: "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>",
    encryption:
      "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
    publicAccessBlock: "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>",
    policy: JSON.stringify({ Version: "2012-10-17", Statement: theirs }),
  };
  const { s3 } = await startBucketServer(kept);
  await expect(ensureStateBucket(s3, { bucket, region: "eu-west-1" })).resolves.toEqual({
    created: false,
    changed: ["versioning", "public access block", "policy"],
  });
  expect(kept.encryption).toContain("aws:kms");
  expect(JSON.parse(kept.policy ?? "").Statement).toMatchObject([theirs, { Sid: "TwinpostTlsOnly" }, {}, {}]);
});

test("in us-east-1 no place is named", async () => {
  const { aws, asked } = await startInVirginia(s3Error(404, "NotFound"), {}, s3Error(403, "AccessDenied"));
  await expect(ensureStateBucket(aws.s3, { bucket, region: "us-east-1" })).rejects.toThrow(
    "S3 GetBucketVersioning failed with AccessDenied: said so",
  );
  expect(asked[1]).toMatchObject({ method: "PUT", path: `/${bucket}/`, body: "" });
});

test("refuses a bucket that belongs to somebody else", async () => {
  const message = `bucket "${bucket}" belongs to another AWS account`;
  const forbidden = await start({ status: 403 });
  const request = { bucket, region: "eu-west-1", account: "123456789012" };
  await expect(ensureStateBucket(forbidden.aws.s3, request)).rejects.toMatchObject({
    message: expect.stringContaining(message),
    exitCode: 3,
  });
  expect(forbidden.asked[0]).toMatchObject({
    method: "HEAD",
    path: `/${bucket}/`,
    headers: { "x-amz-expected-bucket-owner": "123456789012" },
  });
  const taken = await start({ status: 404 }, s3Error(409, "BucketAlreadyExists"));
  await expect(ensureStateBucket(taken.aws.s3, request)).rejects.toThrow(message);
});

test("a bucket in another region, a 500 and silence are errors that say so", async () => {
  const request = { bucket, region: "eu-west-1" };
  await expect(ensureStateBucket((await start({ status: 301 })).aws.s3, request)).rejects.toThrow("exists in another region");
  await expect(ensureStateBucket((await start({ status: 500 })).aws.s3, request)).rejects.toThrow("S3 HeadBucket failed");
  await expect(ensureStateBucket((await start("silence")).aws.s3, request)).rejects.toThrow(
    "S3 HeadBucket failed with TimeoutError: no answer in time",
  );
});

test("its policy: evidence is added and never changed, whoever asks; another account's roles read what their promotion rests on", async () => {
  const kept: Record<string, string> = {};
  const { s3, puts } = await startBucketServer(kept);
  const role = "arn:aws:iam::444455556666:role/twinpost-prod-review";
  const readers = [{ environment: "staging", account: "444455556666", roles: [role] }];
  expect(await lackingStatements(s3, bucket, readers)).toHaveLength(5);
  await ensureStateBucket(s3, { bucket, region: "eu-west-1", readers });
  expect(await lackingStatements(s3, bucket, readers)).toEqual([]);
  expect(await lackingStatements(s3, bucket, [])).toEqual([]);
  const policy = JSON.parse(kept.policy ?? "") as PolicyDocument;
  const object = (path: string): string => `arn:aws:s3:::${bucket}/${path}`;
  const inBucket = (action: string, resource: string, context: Record<string, string> = {}): boolean => {
    const mayAll: PolicyDocument = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
    return isAllowed([mayAll, policy], { action, resources: [resource], context: { "aws:SecureTransport": "true", ...context } });
  };
  const record = object("evidence/applied/prod/20261128T090000000Z-0.json");
  expect(inBucket("s3:PutObject", record)).toBe(false);
  expect(inBucket("s3:PutObject", record, { "s3:if-match": '"etag"' })).toBe(false);
  expect(inBucket("s3:PutObject", record, { "s3:if-none-match": "*" })).toBe(true);
  expect(inBucket("s3:PutObject", record, { "s3:if-none-match": "*", "aws:SecureTransport": "false" })).toBe(false);
  expect(inBucket("s3:DeleteObject", record, { "s3:if-none-match": "*" })).toBe(false);
  expect(inBucket("s3:DeleteObjectVersion", record)).toBe(false);
  expect(inBucket("s3:PutObject", object("email-prod/terraform.tfstate"))).toBe(true);
  expect(inBucket("s3:DeleteObject", object("email-prod/terraform.tfstate.tflock"))).toBe(true);

  const elsewhere = (action: string, resource: string, context: Record<string, string> = {}): boolean =>
    judge(
      {
        identity: [{ Statement: { Effect: "Allow", Action: "*", Resource: "*" } }],
        resource: policy,
        isElsewhere: true,
      },
      {
        ...{ action, resources: [resource] },
        principal: { account: "444455556666", arn: role.replace(":iam:", ":sts:"), roleArn: role, kind: "session" },
        context: { "aws:SecureTransport": "true", "aws:PrincipalArn": role, ...context },
      },
    ).allowed;
  expect(elsewhere("s3:GetObject", object("evidence/verification/staging/a.json"))).toBe(true);
  expect(elsewhere("s3:GetObject", object("evidence/verification/staging-eu/a.json"))).toBe(false);
  expect(elsewhere("s3:GetObject", object("email-staging/terraform.tfstate"))).toBe(false);
  expect(elsewhere("s3:PutObject", object("evidence/verification/staging/a.json"), { "s3:if-none-match": "*" })).toBe(false);
  expect(elsewhere("s3:ListBucket", `arn:aws:s3:::${bucket}`, { "s3:prefix": "evidence/applied/staging/" })).toBe(true);
  expect(elsewhere("s3:ListBucket", `arn:aws:s3:::${bucket}`, { "s3:prefix": "email-staging/" })).toBe(false);
  expect(elsewhere("s3:GetObject", object("evidence/applied/staging/a.json"), { "aws:PrincipalArn": `${role}-2` })).toBe(false);

  await ensureStateBucket(s3, { bucket, region: "eu-west-1" });
  expect(JSON.parse(kept.policy ?? "").Statement).toHaveLength(3);
  expect(puts.filter((each) => each === "policy")).toHaveLength(2);
});
