/** A repeated PutSecretValue: ignored when it says the same, refused when it does not, whatever labels the version has. */
import { randomUUID } from "node:crypto";
import { type AwsWorld, startAwsWorld } from "./world";

let world: AwsWorld;
beforeAll(async () => {
  world = await startAwsWorld();
}, 180_000);
afterAll(() => world.stop());

test.each(["AWSPENDING", "AWSCURRENT"])("stored as %s", async (stage) => {
  const { secrets } = world.admin;
  const SecretId = `twinpost/${randomUUID()}`;
  await secrets.createSecret({ Name: SecretId });
  const ClientRequestToken = randomUUID();
  const put = { SecretId, ClientRequestToken, SecretString: "{}", VersionStages: [stage] };
  const first = await secrets.putSecretValue(put);
  const again = await secrets.putSecretValue(put);
  expect(again.VersionId).toBe(first.VersionId);
  expect(again.VersionStages?.sort()).toEqual(first.VersionStages?.sort());
  expect((await secrets.getSecretValue({ SecretId })).VersionId).toBe(ClientRequestToken);
  await expect(secrets.putSecretValue({ ...put, SecretString: "another" })).rejects.toMatchObject({ name: "ResourceExistsException" });
  expect((await secrets.getSecretValue({ SecretId })).SecretString).toBe("{}");
});
