/** What a destruction looks for and forgets, beside what Terraform takes away. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { main } from "../../cli/main";
import { environmentTarget } from "../../declaration/target";
import { connect } from "../../wiring/connections";
import { destroyEffects } from "../../wiring/destroy";
import { xml, xmlError } from "../adapters/aws/aws-service";
import { type CannedAnswer, useCannedServer } from "../adapters/canned-server";
import { declared, fixtureEnv } from "../fixtures/declared";

const directory = mkdtempSync(join(tmpdir(), "destroy-wiring-"));
afterAll(() => rmSync(directory, { recursive: true }));
const start = useCannedServer();

async function destroying(answer: CannedAnswer, name = "dev") {
  const { url, asked } = await start(answer);
  const narration: string[] = [];
  const env = {
    ...fixtureEnv,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "x",
    AWS_SECRET_ACCESS_KEY: "x",
    AWS_S3_USE_PATH_STYLE: "true",
    HOME: directory,
  };
  const { use } = destroyEffects(
    environmentTarget(name, declared),
    connect({ env, directory }, (line) => void narration.push(line)),
  );
  return { use, asked, narration: () => narration.join("") };
}

test("forgets what belongs to what is gone: the plan, its forecast, the verification, and imports of adopted records", async () => {
  const { use } = await destroying({
    status: 404,
    headers: { "Content-Type": "application/xml" },
    body: "<Error><Code>NoSuchKey</Code></Error>",
  });
  const kept = [
    ...["plan.tfplan", "kept-plan.json", "destroy.tfplan", "forecast.json", "verification.json", "seed-test.json"].map((name) =>
      join(".twinpost/email-dev", name),
    ),
    "cdktf.out/stacks/email-dev/imports.tf",
  ].map((name) => join(directory, name));
  for (const file of kept) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "{}");
  }
  await use.environment.forget();
  expect(kept.filter((file) => existsSync(file))).toEqual([]);
});

test("says that SendGrid's keys were not looked for when there is no token to look with", async () => {
  const { use, narration } = await destroying(xmlError(404, "NoSuchEntity"));
  expect(await use.environment.findKeys()).toEqual([]);
  expect(narration()).toContain("SendGrid API keys were not checked: SENDGRID_API_KEY is not set");
});

test("takes a token that the shell lacks from the environment's secrets", async () => {
  const token = { body: { SecretString: JSON.stringify({ token: "stored" }), VersionStages: ["AWSCURRENT"] } };
  const { url, asked } = await start(token, xml("GetCallerIdentityResponse", "<Account>999999999999</Account><Arn>x</Arn>"));
  const env = { ...fixtureEnv, AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", HOME: directory };
  let said = "";
  const stderr = { write: (text: string) => (said += text) };
  const code = await main(["destroy", "--env", "dev"], { env, stdout: { write: () => {} }, stderr, directory, twinpost: main });
  expect({ code, said }).toMatchObject({ code: 3, said: expect.stringContaining("logged in to AWS account 999999999999") });
  expect(asked[0]?.body).toContain("twinpost/dev/admin/cloudflare");
});

test.each([
  ["staging", ["twinpost-staging-journal", "twinpost-staging-events"]],
  ["dev", ["twinpost-dev-journal"]],
])("lifts the protection of the tables that %s has, and asks for no other", async (name, tables) => {
  const gone = { status: 400, body: { __type: "ResourceNotFoundException" } };
  const { use, asked } = await destroying(gone, name);
  await use.environment.unprotect();
  expect(asked.map(({ body }) => JSON.parse(body).TableName)).toEqual(tables);
});
