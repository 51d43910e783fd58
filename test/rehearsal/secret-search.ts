/** Every secret value of a rehearsal, and a search for them in every file that it wrote and in the state it stored. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { readSecret } from "../../adapters/aws/secrets";
import { connectionsOf } from "../../cli/connections";
import { stateBucket } from "../../declaration/names/terraform-state";
import type { Stage } from "../../rehearsal/stage";
import { staging } from "../fixtures/environments/staging";

/** Keys of a secret's JSON whose values are not secret. */
const open = new Set([
  "SMTP_SERVER",
  "SMTP_PORT",
  "FRONTEND_URL",
  "EMAIL_SENDER_ADDRESS",
  "EMAIL_SENDER_NAME",
  "user",
  "SMTP_USER",
  "keyId",
]);

/** @returns name and value of each: the sandbox's tokens, what lies in Secrets Manager, and the key that SES's password is derived from. */
export async function secretsOf(stage: Stage): Promise<Map<string, string>> {
  const { AWS_SECRET_ACCESS_KEY, CLOUDFLARE_API_TOKEN, SENDGRID_API_KEY, GITHUB_TOKEN } = stage.sandbox().env;
  const tokens = { AWS_SECRET_ACCESS_KEY, CLOUDFLARE_API_TOKEN, SENDGRID_API_KEY, GITHUB_TOKEN };
  const found = new Map(Object.entries(tokens) as [string, string][]);
  const { secrets } = connectionsOf(stage.inside("staging")).aws(staging);
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
  for (const { Name = "" } of SecretList) {
    const value = (await readSecret(secrets, Name)) ?? {};
    for (const [key, text] of Object.entries(value)) if (!open.has(key)) found.set(`${Name} ${key}`, text);
    if (Name.endsWith("provider/ses")) {
      const key = await stage
        .sandbox()
        .aws.account(staging.aws.account)
        .iam.accessKey(value.keyId ?? "");
      found.set("secret access key of the SES user", key?.secret ?? "");
    }
  }
  return found;
}

/** @returns "<file>: <name of the secret>" for each file that holds one, plain, in base64 or escaped for JSON or HTML. */
export async function filesWith(secrets: Map<string, string>, stage: Stage): Promise<string[]> {
  const texts = [...readFiles(stage.directory), ...(await readStates(stage))];
  return texts.flatMap(([file, text]) =>
    [...secrets].filter(([, value]) => spellings(value).some((each) => text.includes(each))).map(([name]) => `${file}: ${name}`),
  );
}

function spellings(secret: string): string[] {
  const html = secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("/", "&#47;");
  // Base64 of a longer text holds the secret's own base64 shifted by 0, 1 or 2 bytes; the ends of each differ and are left out.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.from("x".repeat(shift) + secret)
      .toString("base64")
      .slice(shift === 0 ? 0 : 4, -4),
  );
  return [secret, html, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), ...shifted];
}

const readFiles = (directory: string): [file: string, text: string][] =>
  filesBelow(directory).flatMap((file): [string, string][] =>
    file.endsWith(".tfplan") ? unzip(file) : [[file, readFileSync(file, "latin1")]],
  );

/** Provider plugins are linked into the data folder; they are no work of ours, and large. */
const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("/providers/"))
    .map((entry) => join(entry.parentPath, entry.name));

/** A plan file is a zip archive. */
function unzip(file: string): [string, string][] {
  const directory = mkdtempSync(join(tmpdir(), "plan-"));
  try {
    execFileSync("python3", ["-m", "zipfile", "-e", file, directory]);
    return filesBelow(directory).map((each) => [`${file} ${relative(directory, each)}`, readFileSync(each, "latin1")]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function readStates(stage: Stage): Promise<[string, string][]> {
  const { s3 } = connectionsOf(stage.inside("staging")).aws(staging);
  const Bucket = stateBucket(staging);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  return Promise.all(
    Contents.map(async ({ Key = "" }): Promise<[string, string]> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return [`s3 ${Key}`, (await Body?.transformToString()) ?? ""];
    }),
  );
}
