/**
 * The S3 bucket that holds Terraform's state: versioned, encrypted, closed to the public, reached over TLS only, its evidence only ever added to. It is made here since no
 * state can own the bucket it lies in. What is there already is kept: only what falls short is changed.
 */
import type { BucketLocationConstraint, S3 } from "@aws-sdk/client-s3";
import type { EvidenceReader } from "../../declaration/evidence-readers";
import { OperatorError } from "../../declaration/operator-error";
import { AwsError, callAws, findInAws } from "./call";
import { ensureBucketPolicy } from "./state-bucket-policy";

export interface StateBucketRequest {
  bucket: string;
  region: string;
  /** The account that must own it. Bucket names are global and this one can be guessed: without it a stranger's open bucket would do. */
  account?: string;
  /** Of other accounts. */
  readers?: readonly EvidenceReader[];
}

export async function ensureStateBucket(
  s3: S3,
  { bucket, region, account, readers = [] }: StateBucketRequest,
): Promise<{ created: boolean; changed: string[] }> {
  const created = !(await findStateBucket(s3, { bucket, account }));
  if (created) await create(s3, bucket, region);
  const settings: [string, (s3: S3, bucket: string) => Promise<boolean>][] = [
    ["versioning", ensureVersioning],
    ["encryption", ensureEncryption],
    ["public access block", ensurePublicAccessBlock],
    ["policy", () => ensureBucketPolicy(s3, bucket, readers)],
  ];
  const changed: string[] = [];
  for (const [name, ensure] of settings) if (await ensure(s3, bucket)) changed.push(name);
  return { created, changed };
}

/** @returns false when there is no such bucket. @throws OperatorError when it is somebody else's. */
export async function findStateBucket(s3: S3, { bucket, account }: { bucket: string; account?: string | undefined }): Promise<boolean> {
  try {
    const owner = account ? { ExpectedBucketOwner: account } : {};
    // HeadBucket answers without a body, so its errors have a status only.
    return (
      (await findInAws("S3 HeadBucket", ["NotFound", "NoSuchBucket"], () => s3.headBucket({ Bucket: bucket, ...owner }))) !== undefined
    );
  } catch (error) {
    if (error instanceof AwsError && error.status === 403) throw foreign(bucket);
    if (error instanceof AwsError && error.status === 301) throw elsewhere(bucket);
    throw error;
  }
}

async function create(s3: S3, bucket: string, region: string): Promise<void> {
  // us-east-1 is the default and may not be named.
  const place = region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  try {
    await findInAws("S3 CreateBucket", ["BucketAlreadyOwnedByYou"], () => s3.createBucket({ Bucket: bucket, ...place }));
  } catch (error) {
    if (error instanceof AwsError && error.code === "BucketAlreadyExists") throw foreign(bucket);
    throw error;
  }
}

async function ensureVersioning(s3: S3, bucket: string): Promise<boolean> {
  const { Status } = await callAws("S3 GetBucketVersioning", () => s3.getBucketVersioning({ Bucket: bucket }));
  if (Status === "Enabled") return false;
  const VersioningConfiguration = { Status: "Enabled" as const };
  await callAws("S3 PutBucketVersioning", () => s3.putBucketVersioning({ Bucket: bucket, VersioningConfiguration }));
  return true;
}

/** Any default encryption will do: an operator may have chosen a KMS key. */
async function ensureEncryption(s3: S3, bucket: string): Promise<boolean> {
  const missing = ["ServerSideEncryptionConfigurationNotFoundError"];
  const found = await findInAws("S3 GetBucketEncryption", missing, () => s3.getBucketEncryption({ Bucket: bucket }));
  if (found?.ServerSideEncryptionConfiguration?.Rules?.some((rule) => rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm)) return false;
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const } }];
  await callAws("S3 PutBucketEncryption", () => s3.putBucketEncryption({ Bucket: bucket, ServerSideEncryptionConfiguration: { Rules } }));
  return true;
}

async function ensurePublicAccessBlock(s3: S3, bucket: string): Promise<boolean> {
  const wanted = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
  const missing = ["NoSuchPublicAccessBlockConfiguration"];
  const found = await findInAws("S3 GetPublicAccessBlock", missing, () => s3.getPublicAccessBlock({ Bucket: bucket }));
  const actual = found?.PublicAccessBlockConfiguration;
  if (actual && Object.keys(wanted).every((key) => actual[key as keyof typeof wanted])) return false;
  await callAws("S3 PutPublicAccessBlock", () => s3.putPublicAccessBlock({ Bucket: bucket, PublicAccessBlockConfiguration: wanted }));
  return true;
}

const foreign = (bucket: string): OperatorError =>
  new OperatorError(
    `bucket "${bucket}" belongs to another AWS account, or may not be seen by the role in use`,
    "check `aws.account` of the environment and the account that you are logged in to",
    { exitCode: 3 },
  );

const elsewhere = (bucket: string): OperatorError =>
  new OperatorError(`bucket "${bucket}" exists in another region`, "check `aws.region` of the environment");
