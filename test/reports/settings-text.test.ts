import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApplicationSettings } from "../../environments/names";
import { dotenvText, shellExports } from "../../reports/settings-text";

const awkward = `a'b"c$HOME\`id\`\\n #x`;

test("a shell reads back what was written, whatever characters it has", () => {
  const script = `${shellExports({ SECRET: awkward })}printf %s "$SECRET"`;
  expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(awkward);
});

test("so does a program that loads the dotenv file", () => {
  const directory = mkdtempSync(join(tmpdir(), "dotenv-"));
  try {
    const settings = { SMTP_PASSWORD: `p@ss word#1`, SMTP_USER: "apikey" } as unknown as ApplicationSettings;
    writeFileSync(join(directory, ".env"), dotenvText(settings));
    const script = "console.log(JSON.stringify([process.env.SMTP_PASSWORD, process.env.SMTP_USER]))";
    const output = execFileSync(process.execPath, ["--env-file=.env", "-e", script], { cwd: directory, encoding: "utf8" });
    expect(JSON.parse(output)).toEqual(["p@ss word#1", "apikey"]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
