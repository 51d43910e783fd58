/**
 * The policy of the state bucket: TLS only, and below `evidence/` records are added and never changed, whoever asks. S3 takes only "*" for
 * If-None-Match. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
import { isDeepStrictEqual } from "node:util";
import type { S3 } from "@aws-sdk/client-s3";
import type { EvidenceReader } from "../../declaration/evidence-readers";
import { allEvidence, evidencePrefix } from "../../declaration/names/evidence";
import { OperatorError } from "../../declaration/operator-error";
import { callAws, findInAws } from "./call";

interface Statement {
  Sid?: string;
  [key: string]: unknown;
}

/** Statements of others stay as they are. @returns whether anything was changed. */
export async function ensureBucketPolicy(s3: S3, bucket: string, readers: readonly EvidenceReader[]): Promise<boolean> {
  const policy = await readPolicy(s3, bucket);
  const wanted = statements(bucket, readers);
  const others = policy.Statement.filter(({ Sid }) => !Sid?.startsWith("Twinpost"));
  const ours = policy.Statement.filter(({ Sid }) => Sid?.startsWith("Twinpost"));
  if (ours.length === wanted.length && missing(ours, wanted).length === 0) return false;
  const Policy = JSON.stringify({ ...policy, Statement: [...others, ...wanted] });
  await callAws("S3 PutBucketPolicy", () => s3.putBucketPolicy({ Bucket: bucket, Policy }));
  return true;
}

/** @returns the names of the statements that are not there as they should be. */
export async function lackingStatements(s3: S3, bucket: string, readers: readonly EvidenceReader[]): Promise<string[]> {
  const { Statement } = await readPolicy(s3, bucket);
  return missing(Statement, statements(bucket, readers)).map(({ Sid = "" }) => Sid);
}

function statements(bucket: string, readers: readonly EvidenceReader[]): Statement[] {
  const everybody = { Effect: "Deny", Principal: "*" };
  const records = `arn:aws:s3:::${bucket}/${allEvidence}`;
  return [
    {
      ...{ Sid: "TwinpostTlsOnly", ...everybody, Action: "s3:*" },
      ...{ Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`], Condition: { Bool: { "aws:SecureTransport": "false" } } },
    },
    {
      ...{ Sid: "TwinpostEvidenceIsAdded", ...everybody, Action: "s3:PutObject" },
      ...{ Resource: records, Condition: { Null: { "s3:if-none-match": "true" } } },
    },
    {
      ...{ Sid: "TwinpostEvidenceIsKept", ...everybody, Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"] },
      Resource: records,
    },
    ...readers.flatMap((reader) => readingStatements(bucket, reader)),
  ];
}

/** By their ARN in a condition: S3 takes no policy that names a role which is not there yet. */
function readingStatements(bucket: string, { environment, account, roles }: EvidenceReader): Statement[] {
  const allowed = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` } };
  const name = environment.replace(/[^A-Za-z0-9]/g, "");
  const isReader = { "aws:PrincipalArn": roles };
  return [
    {
      ...{ Sid: `TwinpostReads${account}${name}`, ...allowed, Action: "s3:GetObject" },
      ...{ Resource: `arn:aws:s3:::${bucket}/${evidencePrefix("*", environment)}*`, Condition: { StringEquals: isReader } },
    },
    {
      ...{ Sid: `TwinpostLists${account}${name}`, ...allowed, Action: "s3:ListBucket", Resource: `arn:aws:s3:::${bucket}` },
      Condition: { StringEquals: isReader, StringLike: { "s3:prefix": evidencePrefix("*", environment) } },
    },
  ];
}

const missing = (there: readonly Statement[], wanted: readonly Statement[]): Statement[] =>
  wanted.filter((each) => !there.some((statement) => isDeepStrictEqual(statement, each)));

async function readPolicy(s3: S3, bucket: string): Promise<{ Version: string; Statement: Statement[] }> {
  const found = await findInAws("S3 GetBucketPolicy", ["NoSuchBucketPolicy"], () => s3.getBucketPolicy({ Bucket: bucket }));
  if (!found?.Policy) return { Version: "2012-10-17", Statement: [] };
  try {
    const policy = JSON.parse(found.Policy) as { Version: string; Statement: Statement[] | Statement };
    return { ...policy, Statement: [policy.Statement].flat() };
  } catch {
    throw new OperatorError(`bucket "${bucket}": its policy is no valid JSON`);
  }
}
