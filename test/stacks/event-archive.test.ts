/** The archive of raw events, as it is declared: closed to all but the function that writes, and empty after 30 days. */
import { functionPolicy } from "../../stacks/policies/function-policies";
import { dev } from "../fixtures/environments/dev";
import { staging } from "../fixtures/environments/staging";
import { resourcesOf, synthesise } from "./synthesised-email";

const one = (type: string): Record<string, unknown> => {
  const found = resourcesOf(type) as Record<string, unknown>[];
  expect(found).toHaveLength(1);
  return found[0] ?? {};
};
const bucket = "twinpost-events-staging-111122223333-eu-west-1";
const reference = expect.stringMatching(/^\$\{aws_s3_bucket\.events_archive_bucket\.bucket\}$/);

test("every setting is of the one bucket, which the function waits for", () => {
  expect(one("aws_s3_bucket")).toMatchObject({ bucket, force_destroy: true });
  for (const type of [
    "lifecycle_configuration",
    "ownership_controls",
    "policy",
    "public_access_block",
    "server_side_encryption_configuration",
  ])
    expect([type, one(`aws_s3_bucket_${type}`).bucket]).toEqual([type, reference]);
  const taker = resourcesOf("aws_lambda_function").find(({ filename }) => filename === "functions/take-events.zip");
  expect(taker).toMatchObject({ environment: { variables: { TWINPOST_ARCHIVE: reference, TWINPOST_ACCOUNT: "111122223333" } } });
});

test("nothing outlives 30 days: no object, no version of one, no upload that nobody finished", () => {
  expect(one("aws_s3_bucket_lifecycle_configuration").rule).toEqual([
    {
      id: "expire",
      status: "Enabled",
      filter: [{ prefix: "" }],
      expiration: [{ days: 30 }],
      noncurrent_version_expiration: [{ noncurrent_days: 1 }],
      abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
    },
  ]);
  expect(resourcesOf("aws_s3_bucket_versioning")).toEqual([]);
});

test("nobody outside is let in, no object has an owner or a list of its own, and nobody comes without TLS", () => {
  expect(one("aws_s3_bucket_public_access_block")).toMatchObject({
    ...{ block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true },
  });
  expect(one("aws_s3_bucket_ownership_controls").rule).toEqual({ object_ownership: "BucketOwnerEnforced" });
  const { Statement } = JSON.parse(String(one("aws_s3_bucket_policy").policy)) as { Statement: unknown };
  const arn = `arn:aws:s3:::${bucket}`;
  expect(Statement).toMatchObject([
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
});

test("the function may add what is not there, and nothing else", () => {
  const ofBucket = functionPolicy["take-events"](staging as never).filter(({ Resource }) => JSON.stringify(Resource).includes(":s3:::"));
  expect(ofBucket).toMatchObject([
    { Effect: "Allow", Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/*`, Condition: { Null: { "s3:if-none-match": "false" } } },
  ]);
  for (const other of ["notify", "watch", "webhook"] as const)
    expect(JSON.stringify(functionPolicy[other](staging as never))).not.toContain("s3:");
});

test("where nothing is kept, nothing is archived", () => {
  expect(Object.keys(synthesise(dev as never).resource).filter((type) => type.startsWith("aws_s3_"))).toEqual([]);
});
