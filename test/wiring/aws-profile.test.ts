/** One login for several accounts: a profile of the AWS configuration for each. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withProfile } from "../../wiring/aws-profile";
import { connect } from "../../wiring/connections";

const [one, other] = ["111122223333", "444455556666"];
const place = (account: string) => ({ aws: { account, region: "eu-west-1" } });
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "twinpost-profiles-"));
  const keys = (name: string) => `[${name}]\naws_access_key_id = KEY-OF-${name}\naws_secret_access_key = x\n`;
  writeFileSync(join(folder, "credentials"), `${keys("corp-dev")}${keys("corp-prod")}`);
  // The SDK reads the process's variables.
  jest.replaceProperty(process, "env", {
    ...process.env,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
    AWS_CONFIG_FILE: join(folder, "config"),
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const keyFor = async (account: string, env: NodeJS.ProcessEnv): Promise<string> =>
  (
    await connect({ env, directory: folder }, () => {})
      .aws(place(account))
      .sts.config.credentials()
  ).accessKeyId;

test("each account has its own", async () => {
  const env = { [`TWINPOST_PROFILE_${one}`]: "corp-dev", [`TWINPOST_PROFILE_${other}`]: "corp-prod" };
  expect([await keyFor(one, env), await keyFor(other, env)]).toEqual(["KEY-OF-corp-dev", "KEY-OF-corp-prod"]);
  expect(withProfile(other, env)).toEqual({ ...env, AWS_PROFILE: "corp-prod" });
});

test("keys in the shell come first, as those of a sandbox", async () => {
  const env = { [`TWINPOST_PROFILE_${one}`]: "corp-dev", AWS_ACCESS_KEY_ID: "SHELL", AWS_SECRET_ACCESS_KEY: "x" };
  expect(await keyFor(one, env)).toBe("SHELL");
  expect(withProfile(one, env)).toBe(env);
});
