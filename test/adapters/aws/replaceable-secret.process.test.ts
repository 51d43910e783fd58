/** Several writers of one secret, against moto behind the sandbox's gateway: nobody undoes what he has not read. */
import { randomUUID } from "node:crypto";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { readCurrentSecret, replaceSecret } from "../../../adapters/aws/replaceable-secret";
import { describeSecret } from "../../../adapters/aws/secrets";
import { type AwsWorld, account, region, startAwsWorld } from "../../sandbox/aws/world";

let world: AwsWorld;
let secrets: SecretsManager;
let id: string;
beforeAll(async () => {
  world = await startAwsWorld();
}, 180_000);
afterAll(() => world.stop());
beforeEach(async () => {
  secrets = world.admin.secrets;
  id = `twinpost/${randomUUID()}/application`;
  await secrets.createSecret({ Name: id });
});

const settings = (server: string) => ({ SMTP_SERVER: server, SMTP_PASSWORD: `password of ${server}` });
const write = (server: string, base: string | undefined, { token = randomUUID(), with: client = secrets } = {}) =>
  replaceSecret(client, id, { value: settings(server), base, token });
const read = () => readCurrentSecret(secrets, id);
const serverNow = async () => (await read())?.value.SMTP_SERVER;
const pending = async () => (await describeSecret(secrets, id)).filter(({ stages }) => stages.includes("AWSPENDING"));

/** A client to which the answer of one call is lost, after it arrived; its own second try is another request. */
function losing(operation: string, maxAttempts = 1): SecretsManager {
  const { accessKeyId, secretAccessKey } = world.aws.account(account);
  const client = new SecretsManager({ endpoint: world.aws.url, region, credentials: { accessKeyId, secretAccessKey }, maxAttempts });
  let isLost = false;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      if (isLost || context.commandName !== `${operation}Command`) return answer;
      isLost = true;
      throw Object.assign(new Error("socket hang up"), { name: "TimeoutError" });
    },
    { step: "deserialize", priority: "high" },
  );
  return client;
}

test("the first value, then others, each from the version before; nothing stays pending", async () => {
  expect(await read()).toBeUndefined();
  const token = randomUUID();
  expect(await write("first", undefined, { token })).toBe("written");
  expect(await read()).toEqual({ versionId: token, value: settings("first") });
  expect(await write("second", token)).toBe("written");
  expect(await serverNow()).toBe("second");
  expect(await pending()).toEqual([]);
});

test("a fail-over between reading and writing survives, and is told", async () => {
  await write("sendgrid", undefined);
  const base = (await read())?.versionId;
  // A fail-over, as a person does it or `fail-over` will.
  await secrets.putSecretValue({ SecretId: id, SecretString: JSON.stringify(settings("ses")) });
  expect(await write("sendgrid with another name", base)).toBe("changed");
  expect(await serverNow()).toBe("ses");
  expect(await pending()).toEqual([]);
});

test("of two first writers at once, and of two later ones, one is refused", async () => {
  for (const round of ["first", "later"]) {
    const base = (await read())?.versionId;
    const outcomes = await Promise.all([write(`${round} a`, base), write(`${round} b`, base)]);
    expect(outcomes.sort()).toEqual(["changed", "written"]);
    expect(await serverNow()).toMatch(round);
    expect(await pending()).toEqual([]);
  }
});

test.each(["PutSecretValue", "UpdateSecretVersionStage"])(
  "a write whose answer to %s was lost is repeated with its token",
  async (operation) => {
    for (const base of [undefined, "the first"]) {
      if (base) await write("first", (await read())?.versionId);
      const from = (await read())?.versionId;
      const token = randomUUID();
      const client = losing(operation);
      await expect(write("mine", from, { token, with: client })).rejects.toThrow(`${operation} failed`);
      expect(await write("mine", from, { token, with: client })).toBe("written");
      expect(await read()).toEqual({ versionId: token, value: settings("mine") });
      expect(await pending()).toEqual([]);
    }
  },
);

test("a second try of the SDK, after an answer was lost, is no conflict", async () => {
  await write("first", undefined);
  expect(await write("mine", (await read())?.versionId, { with: losing("UpdateSecretVersionStage", 2) })).toBe("written");
  expect(await serverNow()).toBe("mine");
});

test("who repeats a write after somebody has written on top of it undoes nothing", async () => {
  await write("first", undefined);
  const [base, token] = [(await read())?.versionId, randomUUID()];
  await write("mine", base, { token });
  await write("theirs", token);
  expect(await write("mine", base, { token })).toBe("written");
  expect(await serverNow()).toBe("theirs");
});

test("a base that never was is an error, and changes nothing", async () => {
  await write("first", undefined);
  expect(await write("mine", randomUUID())).toBe("changed");
  expect(await serverNow()).toBe("first");
});
