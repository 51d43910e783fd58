/** Faults at the gateway: what was done when no answer came, and what works only later. */
import { expectedSmtpPassword } from "../../../sandbox/ses/smtp-password";
import { Trouble, type TroubleRule } from "../../../sandbox/trouble";
import { type AwsWorld, account, type Credentials, region, startAwsWorld } from "./world";

const otherRegion = "eu-west-1";
const late = 400;
const rules: TroubleRule[] = [
  { on: "iam CreateUser", probability: 1, lostAnswer: true },
  { on: "secretsmanager CreateSecret", probability: 1, lostRequest: true },
  { on: "secretsmanager UpdateSecret", probability: 1, answerDelayMs: late },
  { on: "sns CreateTopic", probability: 1, outageMs: late },
  { on: "iam UpdateAccessKey", probability: 1, effectDelayMs: late },
  { on: "iam DeleteAccessKey", probability: 1, effectDelayMs: late },
  { on: "secretsmanager PutSecretValue", probability: 1, effectDelayMs: late },
  { on: "iam clock", probability: 1, clockSkewMs: 3_600_000 },
];
let world: AwsWorld;
beforeAll(async () => {
  world = await startAwsWorld({ trouble: new Trouble("seed", rules) });
}, 180_000);
afterAll(() => world.stop());
beforeEach(() => {
  world.log.entries.length = 0;
});

const lost = /ECONNRESET|socket hang up/;
/** The status of each call that trouble hit, 0 for one that was not done. */
const hit = (): [string, number][] =>
  world.log.entries.filter(({ trouble }) => trouble).map(({ operation, status }) => [operation, status]);
/** A new user's key. His creation loses its answer, and is done. */
async function userKey(name: string): Promise<Credentials> {
  await expect(world.admin.iam.createUser({ UserName: name })).rejects.toThrow(lost);
  const { AccessKey } = await world.admin.iam.createAccessKey({ UserName: name });
  return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
}
const works = ({ accessKeyId, secretAccessKey }: Credentials): Promise<boolean> =>
  world.everySes
    .submission(region)
    .authenticate(accessKeyId, expectedSmtpPassword(secretAccessKey, region))
    .then(
      () => true,
      () => false,
    );
async function until(done: () => Promise<boolean>): Promise<number> {
  const started = performance.now();
  while (!(await done())) expect(performance.now() - started).toBeLessThan(10_000);
  return performance.now() - started;
}

test("a lost answer: it is done, and done once", async () => {
  await userKey("lost");
  expect(hit()).toEqual([["CreateUser", 200]]);
  await expect(world.admin.iam.createUser({ UserName: "lost" })).rejects.toMatchObject({ name: "EntityAlreadyExistsException" });
});

test("a lost request: nothing is done", async () => {
  const { secrets } = world.admin;
  await expect(secrets.createSecret({ Name: "s" })).rejects.toThrow(lost);
  await expect(secrets.describeSecret({ SecretId: "s" })).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  expect(hit()).toEqual([["CreateSecret", 0]]);
  await secrets.createSecret({ Name: "s", SecretString: "S1" });
});

test("a late answer: it is done before", async () => {
  const { secrets } = world.admin;
  const answered = secrets.updateSecret({ SecretId: "s", Description: "done" });
  await until(async () => (await secrets.describeSecret({ SecretId: "s" })).Description === "done");
  expect(hit()).toEqual([]);
  await answered;
  expect(hit()).toEqual([["UpdateSecret", 200]]);
});

test("an outage is one service's", async () => {
  const ask = (): Promise<Response> => {
    const scope = `${world.aws.account(account).accessKeyId}/20260101/${region}/sns/aws4_request`;
    const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` };
    return fetch(world.aws.url, { method: "POST", headers, body: new URLSearchParams({ Action: "CreateTopic", Name: "t" }) });
  };
  await expect(ask()).rejects.toThrow("fetch failed");
  await expect(ask()).rejects.toThrow("fetch failed");
  await world.admin.iam.listUsers({});
  expect(
    await until(() =>
      ask().then(
        ({ ok }) => ok,
        () => false,
      ),
    ),
  ).toBeLessThan(10_000);
});

test("a key that is switched off or deleted works on for a while; IAM shows it as it is", async () => {
  const { iam } = world.admin;
  const key = await userKey("late");
  const names = { UserName: "late", AccessKeyId: key.accessKeyId };
  const ended = performance.now();
  await iam.updateAccessKey({ ...names, Status: "Inactive" });
  expect((await iam.listAccessKeys({ UserName: "late" })).AccessKeyMetadata?.map(({ Status }) => Status)).toEqual(["Inactive"]);
  await until(async () => !(await works(key)));
  expect(performance.now() - ended).toBeGreaterThanOrEqual(late);
  await iam.updateAccessKey({ ...names, Status: "Active" });
  await until(() => works(key));
  await iam.deleteAccessKey(names);
  expect((await iam.listAccessKeys({ UserName: "late" })).AccessKeyMetadata).toEqual([]);
  await iam.deleteUser({ UserName: "late" });
  await until(async () => !(await works(key)));
});

test("a copy of a secret in another region lags", async () => {
  const { secrets } = world.admin;
  await secrets.replicateSecretToRegions({ SecretId: "s", AddReplicaRegions: [{ Region: otherRegion }] });
  const there = world.clients(undefined, otherRegion).secrets;
  const value = async (): Promise<string | undefined> => (await there.getSecretValue({ SecretId: "s" })).SecretString;
  const written = performance.now();
  await secrets.putSecretValue({ SecretId: "s", SecretString: "S2" });
  expect((await secrets.getSecretValue({ SecretId: "s" })).SecretString).toBe("S2");
  await until(async () => (await value()) === "S2");
  expect(performance.now() - written).toBeGreaterThanOrEqual(late);
});

test("a clock that is ahead shows in the Date of answers", async () => {
  const scope = `${world.aws.account(account).accessKeyId}/20260101/${region}/iam/aws4_request`;
  const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` };
  const answer = await fetch(world.aws.url, { method: "POST", headers, body: new URLSearchParams({ Action: "ListUsers" }) });
  expect(Date.parse(answer.headers.get("date") ?? "") - Date.now()).toBeGreaterThan(3_500_000);
});
