import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApplicationSettings } from "../../../declaration/names/application";
import { dotenvText, shellExports } from "../../../reports/settings/text";

const awkward = `a'b"c$HOME\`id\`\\n #x`;

test("a shell reads back what was written, whatever characters it has", () => {
  const script = `${shellExports({ SECRET: awkward })}printf %s "$SECRET"`;
  expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(awkward);
});

test("what is empty is unset, whatever the shell had", () => {
  const script = `AWS_PROFILE=mine; export AWS_PROFILE; ${shellExports({ AWS_PROFILE: "" })}printf %s "\${AWS_PROFILE-unset}"`;
  expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe("unset");
});

/** What real settings hold: SES's base64, SendGrid's keys, names with apostrophes, signs that some reader replaces outside these quotes. */
const values = {
  BASE64: "BKb+/dQ2x/9Zo+w==",
  KEY: "SG.a-b_c.D-e_F",
  SPACED: "p@ss word#1",
  DOLLAR: "a$HOME$1 `id` $(id)",
  DOUBLE: 'say "hi" #1',
  APOSTROPHE: "O'Brien's #1 Platform",
  EMPTY: "",
};
const text = (settings: Record<string, string>): string => dotenvText(settings as ApplicationSettings);

test("Node's --env-file reads a dotenv file back as it was", () => {
  const directory = mkdtempSync(join(tmpdir(), "dotenv-"));
  try {
    writeFileSync(join(directory, ".env"), text(values));
    const script = "console.log(JSON.stringify(process.env))";
    const output = execFileSync(process.execPath, ["--env-file=.env", "-e", script], { cwd: directory, encoding: "utf8" });
    expect(JSON.parse(output)).toMatchObject(values);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("quotes as all four readers understand: single quotes, double ones around an apostrophe", () => {
  expect(text(values)).toBe(
    [
      "BASE64='BKb+/dQ2x/9Zo+w=='",
      "KEY='SG.a-b_c.D-e_F'",
      "SPACED='p@ss word#1'",
      "DOLLAR='a$HOME$1 `id` $(id)'",
      "DOUBLE='say \"hi\" #1'",
      "APOSTROPHE=\"O'Brien's #1 Platform\"",
      "EMPTY=''",
      "",
    ].join("\n"),
  );
});

test.each(["a\\b", "a\nb", `it's "both"`, "it's $5", "it's `id`", `a$\{HOME}b`])(
  "refuses %j, which some reader changes, without showing it",
  (value) => {
    const write = () => text({ SMTP_PASSWORD: value });
    expect(write).toThrow(/^SMTP_PASSWORD cannot be written to a dotenv file/);
    expect(write).not.toThrow(value);
  },
);
