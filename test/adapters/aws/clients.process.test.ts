import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { createAwsClients } from "../../../adapters/aws/clients";
import { useCannedServer } from "../canned-server";
import { xml } from "./aws-service";

const start = useCannedServer();
const keys = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "not-a-secret" };
const identity = xml("GetCallerIdentityResponse", "<Account>123456789012</Account>");

test("a service's own endpoint wins over the common one", async () => {
  const [common, own] = [await start(identity), await start(identity)];
  const env = { ...keys, AWS_ENDPOINT_URL: common.url, AWS_ENDPOINT_URL_STS: own.url };
  await expect(createAwsClients({ region: "eu-west-1", env }).sts.getCallerIdentity({})).resolves.toMatchObject({
    Account: "123456789012",
  });
  expect([common.asked.length, own.asked.length]).toEqual([0, 1]);
});

test("without an endpoint it is Amazon's, in the region", async () => {
  const { ses } = createAwsClients({ region: "eu-west-1", env: keys });
  expect(await ses.config.region()).toBe("eu-west-1");
  expect(ses.config.endpoint).toBeUndefined();
});

test("keys come from the settings, with their session token", async () => {
  const { iam } = createAwsClients({ region: "eu-west-1", env: { ...keys, AWS_SESSION_TOKEN: "session" } });
  expect(await iam.config.credentials()).toMatchObject({
    accessKeyId: "AKIAEXAMPLE",
    secretAccessKey: "not-a-secret",
    sessionToken: "session",
  });
  const plain = createAwsClients({ region: "eu-west-1", env: { ...keys, AWS_SESSION_TOKEN: "" } });
  expect((await plain.iam.config.credentials()).sessionToken).toBeUndefined();
});

test("loads only the SDK whose client is taken", () => {
  const script = `
    const { createAwsClients } = require("./adapters/aws/clients");
    const clients = createAwsClients({ region: "eu-west-1", env: ${JSON.stringify(keys)} });
    const loaded = () => Object.keys(require.cache).flatMap((file) => file.match(/client-(?:iam|s3|secrets-manager|sesv2|sts)(?=.dist-cjs.index)/) ?? []);
    const before = loaded();
    clients.iam;
    console.log(JSON.stringify([before, [...new Set(loaded())]]));`;
  const output = execFileSync(process.execPath, ["--import", "tsx", "-e", script], {
    cwd: join(__dirname, "..", "..", ".."),
    encoding: "utf8",
  });
  expect(JSON.parse(output)).toEqual([[], ["client-iam"]]);
});
