import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { connect } from "../../wiring/connections";
import { openStack } from "../../wiring/stack";

(existsSync("/dev/full") ? test : test.skip)(
  "a log on a full disk is told once, however often terraform runs, and ends nothing",
  async () => {
    const directory = mkdtempSync(join(tmpdir(), "stack-"));
    for (const each of ["bin", ".twinpost/email-dev"]) mkdirSync(join(directory, each), { recursive: true });
    const terraform = join(directory, "bin", "terraform");
    writeFileSync(terraform, `#!/bin/sh\necho '{"terraform_version":"1.11.4"}'\n`);
    chmodSync(terraform, 0o755);
    symlinkSync("/dev/full", join(directory, ".twinpost", "email-dev", "terraform.log"));
    const said: string[] = [];
    const env = { PATH: `${join(directory, "bin")}${delimiter}${process.env.PATH}`, HOME: directory };
    const connections = connect({ env, directory }, (line) => void said.push(line));
    const stack = openStack({ name: "dev", aws: { account: "111122223333", region: "eu-west-1" } }, connections);
    expect([await stack.terraform.requireVersion(), await stack.terraform.requireVersion()]).toEqual(["1.11.4", "1.11.4"]);
    expect(said).toEqual([expect.stringContaining("terraform.log cannot be written (ENOSPC)")]);
    rmSync(directory, { recursive: true });
  },
);
