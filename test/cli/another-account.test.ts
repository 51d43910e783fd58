/** What uses AWS without Terraform asks first whose account it is in. */
import { main } from "../../cli/main";
import { withoutWhere } from "../../wiring/where";
import { xml } from "../adapters/aws/aws-service";
import { useCannedServer } from "../adapters/canned-server";
import { fixtureEnv } from "../fixtures/declared";
import { dev } from "../fixtures/environments/dev";

const start = useCannedServer();
const stranger = xml("GetCallerIdentityResponse", "<Account>999999999999</Account><Arn>arn:aws:iam::999999999999:user/x</Arn>");

test.each([
  "bootstrap --env dev",
  "bootstrap --env dev --apply --yes",
  "credentials --env dev",
  "credentials --env dev --apply --yes",
  "seed-test --env dev",
  "settings --env dev",
])("twinpost %s", async (words) => {
  const { url, asked } = await start(stranger);
  const env = { ...fixtureEnv, AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
  let said = "";
  const stderr = { write: (text: string) => (said += text) };
  const code = await main(words.split(" "), { env, stdout: { write: () => {} }, stderr, directory: "", twinpost: main });
  expect(withoutWhere(said)).toBe(
    `logged in to AWS account 999999999999 (arn:aws:iam::999999999999:user/x), expected ${dev.aws.account}\n` +
      "  log in to the environment's account, or correct `aws.account` of the environment\n",
  );
  expect(code).toBe(3);
  expect(asked).toHaveLength(1);
});
