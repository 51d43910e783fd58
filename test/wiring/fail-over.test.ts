/** What a switch says while Secrets Manager of the environment's region does not answer. */
import { connect } from "../../wiring/connections";
import { failOverEffects } from "../../wiring/fail-over";
import { staging } from "../fixtures/environments/staging";

/** Nothing listens there. */
const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" };
const connections = connect({ env, directory: "/nowhere" }, () => {});

test("a copy in another region can take its place, and it says how", async () => {
  const { application } = failOverEffects({ ...staging, secrets: { replicaRegion: "eu-central-1" } }, connections);
  await expect(application.read()).rejects.toMatchObject({
    remedy: expect.stringMatching(/stop-replication-to-replica --region eu-central-1 --secret-id twinpost\/staging\/application/),
  });
});

test("without a copy it says so", async () => {
  const { application } = failOverEffects(staging, connections);
  await expect(application.read()).rejects.toMatchObject({ remedy: expect.stringContaining("secrets.replicaRegion") });
});
