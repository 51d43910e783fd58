/** Two accounts in one sandbox: what a caller sees and may do is decided by whose access key signs. */
import { expectedSmtpPassword } from "../../../sandbox/ses/smtp-password";
import { type AwsWorld, account, createUser, otherAccount, region, startAwsWorld } from "./world";

let world: AwsWorld;
beforeAll(async () => {
  world = await startAwsWorld();
  const { iam, s3, secrets, ses } = world.admin;
  await iam.createUser({ UserName: "ann" });
  await s3.createBucket({ Bucket: "ours", CreateBucketConfiguration: { LocationConstraint: region as "eu-central-1" } });
  await s3.putBucketPolicy({ Bucket: "ours", Policy: '{"Version":"2012-10-17","Statement":[]}' });
  await s3.putObject({ Bucket: "ours", Key: "state", Body: "state" });
  await secrets.createSecret({ Name: "ours", SecretString: "{}" });
  await ses.createConfigurationSet({ ConfigurationSetName: "ours" });
  await ses.createEmailIdentity({ EmailIdentity: "mail.example.com" });
});
afterAll(() => world.stop());

const failure = (call: Promise<unknown>): Promise<Error> =>
  call.then(
    () => {
      throw new Error("it was let in");
    },
    (error: Error) => error,
  );

test("a key is its account's, an administrator's and a user's", async () => {
  expect(await world.admin.sts.getCallerIdentity({})).toMatchObject({ Account: account });
  expect(await world.otherAdmin.sts.getCallerIdentity({})).toMatchObject({ Account: otherAccount });
  const user = await createUser(world, "bob");
  expect(await world.clients(user).sts.getCallerIdentity({})).toMatchObject({ Account: account });
});

test.each<[string, string, () => Promise<unknown>]>([
  ["user", "NoSuchEntityException", () => world.otherAdmin.iam.getUser({ UserName: "ann" })],
  ["secret", "ResourceNotFoundException", () => world.otherAdmin.secrets.getSecretValue({ SecretId: "ours" })],
  ["identity", "NotFoundException", () => world.otherAdmin.ses.getEmailIdentity({ EmailIdentity: "mail.example.com" })],
  ["configuration set", "NotFoundException", () => world.otherAdmin.ses.getConfigurationSet({ ConfigurationSetName: "ours" })],
  ["bucket's policy", "NoSuchBucketPolicy", () => world.otherAdmin.s3.getBucketPolicy({ Bucket: "ours" })],
  ["object", "AccessDenied", () => world.otherAdmin.s3.getObject({ Bucket: "ours", Key: "state" })],
])("a caller of another account does not see a %s", async (_, name, call) => {
  expect((await failure(call())).name).toBe(name);
});

test("a caller cannot name another account than his key's", async () => {
  const { accessKeyId } = world.aws.account(otherAccount);
  const scope = `${accessKeyId}/20260101/${region}/iam/aws4_request`;
  const answer = await fetch(world.aws.url, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      "x-moto-account-id": account,
    },
    body: new URLSearchParams({ Action: "ListUsers", Version: "2010-05-08" }),
  });
  const listed = await answer.text();
  expect([answer.status, listed.includes("ann")]).toEqual([200, false]);
});

test("an access key logs in at the region's submission server, whichever account it is of, and sends for its own only", async () => {
  await world.otherAdmin.ses.createConfigurationSet({ ConfigurationSetName: "theirs" });
  await world.otherAdmin.iam.createUser({ UserName: "carol" });
  const { AccessKey } = await world.otherAdmin.iam.createAccessKey({ UserName: "carol" });
  const { AccessKeyId: id = "", SecretAccessKey: secret = "" } = AccessKey ?? {};
  const submission = world.everySes.submission(region);
  const principal = await submission.authenticate(id, expectedSmtpPassword(secret, region));
  expect(principal).toBe(`${otherAccount}/carol`);
  const message = Buffer.from("From: <ann@mail.example.com>\r\n\r\n");
  await expect(submission.accept(principal, { from: "ann@mail.example.com", to: [] }, message)).rejects.toMatchObject({
    code: 554,
    reply: expect.stringContaining("not verified"),
  });
});

test("a user with access keys is not deleted", async () => {
  await createUser(world, "dora");
  expect((await failure(world.admin.iam.deleteUser({ UserName: "dora" }))).name).toBe("DeleteConflictException");
  const { AccessKeyMetadata = [] } = await world.admin.iam.listAccessKeys({ UserName: "dora" });
  for (const { AccessKeyId } of AccessKeyMetadata) await world.admin.iam.deleteAccessKey({ UserName: "dora", AccessKeyId });
  await world.admin.iam.deleteUser({ UserName: "dora" });
});
