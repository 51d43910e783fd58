/** Every secret value of a rehearsal, and a search for them in every file that it wrote and in the state it stored. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { ListSecretsCommand, type SecretsManager } from "@aws-sdk/client-secrets-manager";
import { readSecretVersion } from "../../adapters/aws/secret-versions";
import { readSecret } from "../../adapters/aws/secrets";
import { connectionsOf } from "../../cli/connections";
import { journalTable } from "../../declaration/names/journal";
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
  const names = SecretList.map(({ Name = "" }) => Name).sort();
  for (const Name of names) {
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
  // Each value once, under the first name that had it.
  for (const Name of names) {
    let count = 0;
    for (const [key, text] of await earlierValues(secrets, Name))
      if (![...found.values()].includes(text)) found.set(`${Name} ${key}, earlier ${++count}`, text);
  }
  return found;
}

/** Of every version there ever was, those that have no label any more included. */
export async function earlierValues(secrets: SecretsManager, SecretId: string): Promise<[key: string, value: string][]> {
  const { Versions = [] } = await secrets.listSecretVersionIds({ SecretId, IncludeDeprecated: true });
  const values = await Promise.all(Versions.map(({ VersionId = "" }) => readSecretVersion(secrets, SecretId, VersionId)));
  return values.flatMap((value) => Object.entries(value ?? {}).filter(([key]) => !open.has(key)));
}

/** @returns "<file>: <name of the secret>" for each file that holds one, plain, in base64 or hex, or escaped for JSON, HTML or a URL. */
export async function filesWith(secrets: Map<string, string>, stage: Stage): Promise<string[]> {
  return textsWith(secrets, [...readFiles(stage.directory), ...(await readStates(stage)), ...(await readJournal(stage))]);
}

/** @param texts each with what to call it. */
export const textsWith = (secrets: ReadonlyMap<string, string>, texts: readonly [name: string, text: string][]): string[] =>
  texts.flatMap(([file, text]) =>
    [...secrets].filter(([, value]) => spellings(value).some((each) => text.includes(each))).map(([name]) => `${file}: ${name}`),
  );

function spellings(secret: string): string[] {
  const html = secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("/", "&#47;");
  // Base64 of a longer text holds the secret's own base64 shifted by 0, 1 or 2 bytes; the ends of each differ and are left out.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.from("x".repeat(shift) + secret)
      .toString("base64")
      .slice(shift === 0 ? 0 : 4, -4),
  );
  const hex = Buffer.from(secret).toString("hex");
  return [secret, html, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), hex, hex.toUpperCase(), ...shifted];
}

/** What is recorded of rotations and switches. */
async function readJournal(stage: Stage): Promise<[string, string][]> {
  const { dynamodb } = connectionsOf(stage.inside("staging")).aws(staging);
  const { Items = [] } = await dynamodb.scan({ TableName: journalTable(staging.name) });
  return Items.map((item) => [`journal ${item.series?.S}/${item.number?.S}`, JSON.stringify(item)]);
}

export const readFiles = (directory: string): [file: string, text: string][] =>
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
