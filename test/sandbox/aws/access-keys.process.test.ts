/** Access keys are known from the calls that made them, whatever else has happened to moto. */
import { expectedSmtpPassword } from "../../../sandbox/ses/smtp-password";
import { type AwsWorld, account, createUser, region, startAwsWorld } from "./world";

let world: AwsWorld;
beforeAll(async () => {
  world = await startAwsWorld();
}, 180_000);
afterAll(() => world.stop());

const login = (id: string, secret: string): Promise<string> =>
  world.everySes.submission(region).authenticate(id, expectedSmtpPassword(secret, region));

/** With moto as it is installed here, its own data cannot be read any more once there was a Lambda function. */
async function makeFunction(): Promise<number> {
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  await world.admin.iam.createRole({ RoleName: "function", AssumeRolePolicyDocument: JSON.stringify(trust) });
  const scope = `${world.aws.account(account).accessKeyId}/20260101/${region}/lambda/aws4_request`;
  const answer = await fetch(`${world.aws.url}/2015-03-31/functions`, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      FunctionName: "ingest",
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Role: `arn:aws:iam::${account}:role/function`,
      Code: { ZipFile: emptyZip },
    }),
  });
  return answer.status;
}
const emptyZip = Buffer.from("504b0506000000000000000000000000000000000000", "hex").toString("base64");

test("a login works after a Lambda function was made, and with a key that was made after it", async () => {
  const before = await createUser(world, "before");
  expect(await makeFunction()).toBe(201);
  const after = await createUser(world, "after");

  expect(await login(before.accessKeyId, before.secretAccessKey)).toBe(`${account}/before`);
  expect(await login(after.accessKeyId, after.secretAccessKey)).toBe(`${account}/after`);
  expect((await world.clients(after).sts.getCallerIdentity({})).Arn).toBe(`arn:aws:iam::${account}:user/after`);
});

test("a key goes with its user's new name, is refused once it is deleted, and its user can go then", async () => {
  const { iam } = world.admin;
  const key = await createUser(world, "old-name");
  await iam.updateUser({ UserName: "old-name", NewUserName: "new-name" });
  expect(await login(key.accessKeyId, key.secretAccessKey)).toBe(`${account}/new-name`);
  await expect(iam.deleteUser({ UserName: "new-name" })).rejects.toMatchObject({ name: "DeleteConflictException" });
  await iam.deleteAccessKey({ UserName: "new-name", AccessKeyId: key.accessKeyId });
  await iam.deleteUser({ UserName: "new-name" });
  await expect(login(key.accessKeyId, key.secretAccessKey)).rejects.toMatchObject({ code: 535 });
});

test("what failed is not learnt", async () => {
  const { iam } = world.admin;
  const key = await createUser(world, "kept");
  await expect(iam.deleteAccessKey({ UserName: "nobody", AccessKeyId: key.accessKeyId })).rejects.toMatchObject({
    name: "NoSuchEntityException",
  });
  expect(await login(key.accessKeyId, key.secretAccessKey)).toBe(`${account}/kept`);
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html */
test("IAM tells when, where and for what a key was last used: an API's call or a login by SMTP", async () => {
  const key = await createUser(world, "watched");
  const read = async () => {
    const answer = await world.admin.iam.getAccessKeyLastUsed({ AccessKeyId: key.accessKeyId });
    const { ServiceName, Region, LastUsedDate } = answer.AccessKeyLastUsed ?? {};
    return [answer.UserName, ServiceName, Region, LastUsedDate && Date.now() - LastUsedDate.getTime() < 120_000];
  };
  expect(await read()).toEqual(["watched", "N/A", "N/A", undefined]);
  await world.clients(key).sts.getCallerIdentity({});
  expect(await read()).toEqual(["watched", "sts", region, true]);
  await expect(login(key.accessKeyId, "another secret")).rejects.toMatchObject({ code: 535 });
  expect(await read()).toEqual(["watched", "sts", region, true]);
  await login(key.accessKeyId, key.secretAccessKey);
  expect(await read()).toEqual(["watched", "ses", region, true]);
});
