/** The commands of docs/runbooks/ and docs/emergency.md, executed word for word on a rehearsed sandbox. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readSecret } from "../../adapters/aws/secrets";
import { connectionsOf } from "../../cli/connections";
import { applicationSecret } from "../../declaration/names/application";
import { sesSmtpUser } from "../../declaration/names/ses";
import type { EnvironmentStatus } from "../../workflows/status";
import { staging } from "../fixtures/environments/staging";
import type { RehearsedStaging } from "../worlds/rehearsed-staging";

const root = join(__dirname, "..", "..");
const run = promisify(execFile);

/** The shell commands of a page, in order. */
const commandsOf = (page: string): string[] =>
  [...readFileSync(join(root, "docs", page), "utf8").matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, text = ""]) => text);

export function describeWhatRunbooksDo({ stage }: RehearsedStaging): void {
  describe("the runbooks, word for word:", () => {
    let bin: string;
    beforeAll(() => {
      // `npx twinpost`, from any folder. `status` says 1 where something is not ready, such as an environment that was not applied: a person reads on.
      bin = mkdtempSync(join(tmpdir(), "twinpost-npx-"));
      writeFileSync(
        join(bin, "npx"),
        `#!/bin/sh\nshift\n"${process.execPath}" "${join(root, "bin", "twinpost")}" "$@"\ncode=$?\n[ "$1$code" = status1 ] || exit $code\n`,
        {
          mode: 0o755,
        },
      );
    });
    afterAll(async () => {
      rmSync(bin, { recursive: true });
      // An IAM user has two keys at most, and who comes next makes one.
      const { iam } = connectionsOf(stage().inside("staging")).aws(staging);
      const UserName = sesSmtpUser("staging");
      const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName });
      for (const { AccessKeyId, Status } of AccessKeyMetadata)
        if (Status === "Inactive") await iam.deleteAccessKey({ UserName, AccessKeyId });
    });

    const shell = async (commands: string): Promise<string> => {
      const { env, directory } = stage().inside("staging");
      const all = { ...process.env, ...env, PATH: `${bin}:${process.env.PATH}`, AWS_DEFAULT_REGION: staging.aws.region };
      // AWS's command line takes an empty profile for one that is called so.
      const settings = Object.fromEntries(Object.entries(all).filter(([, value]) => value)) as NodeJS.ProcessEnv;
      const { stdout } = await run("bash", ["-euc", commands], { cwd: directory, env: settings });
      return stdout;
    };
    const application = async () => {
      const { secrets } = connectionsOf(stage().inside("staging")).aws(staging);
      return (await readSecret(secrets, applicationSecret("staging"))) ?? {};
    };
    const active = async () => {
      const { environments } = JSON.parse(await shell("npx twinpost status --json")) as { environments: EnvironmentStatus[] };
      return environments.find(({ environment }) => environment === "staging")?.active;
    };

    test("a credential leaked: other logins, the old keys stopped", async () => {
      const before = await application();
      const said = [];
      for (const commands of commandsOf("runbooks/credential-leaked.md")) said.push(await shell(commands));
      expect((await application()).SMTP_PASSWORD).not.toBe(before.SMTP_PASSWORD);
      expect(said.at(-1)?.match(/, stopped, /g)).toHaveLength(2);
      expect(said.join("")).not.toContain(before.SMTP_PASSWORD);
    });

    test("a provider is down: over to the other one, and back", async () => {
      const commands = commandsOf("runbooks/provider-down.md");
      const before = await application();
      for (const each of commands.slice(0, 3)) await shell(each);
      expect((await application()).SMTP_PORT).not.toBe(before.SMTP_PORT);
      expect(await active()).toMatchObject({ value: "ses" });
      for (const each of commands.slice(3)) await shell(each);
      expect((await application()).SMTP_PORT).toBe(before.SMTP_PORT);
    });

    test("stop all mail, and go on", async () => {
      const [stop = "", ...others] = commandsOf("runbooks/stop-all-mail.md");
      await shell(stop);
      // What they make would send.
      for (const verb of ["credentials --apply", 'rotate --now --reason "in a log" --apply'])
        await expect(shell(`npx twinpost ${verb} --env staging`)).rejects.toMatchObject({ code: 1 });
      expect(await shell("npx twinpost rotate --env staging || true")).toContain("twinpost resume");
      for (const commands of others) await shell(commands);
    });

    test("by hand: over to the other provider, SES stopped, its key stopped", async () => {
      const [switching = "", ...stopping] = commandsOf("emergency.md");
      const { host, port } = stage().sandbox().sesSubmissions.get(staging.aws.region) ?? { host: "", port: 0 };
      await shell(switching.replace("email-smtp.eu-west-1.amazonaws.com", host).replace("port=587", `port=${port}`));
      expect(await application()).toMatchObject({ SMTP_PORT: String(port) });
      expect(await active()).toMatchObject({ value: "ses" });
      for (const commands of stopping) await shell(commands);
      const { iam } = connectionsOf(stage().inside("staging")).aws(staging);
      const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: sesSmtpUser("staging") });
      expect(AccessKeyMetadata.map(({ Status }) => Status)).not.toContain("Active");
      const page = readFileSync(join(root, "docs", "emergency.md"), "utf8");
      const [, replacing = ""] = /`(npx twinpost rotate [^`]*)`/.exec(page) ?? [];
      expect(await shell(replacing)).toMatch(/, sends, /);
    });
  });
}
