/**
 * What `init` reads so that nobody has to type it: from AWS, the DNS host, GitHub and git. Each is asked only where there is a login for it, and
 * gets a few seconds: without network the questions are asked all the same.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readCaller } from "../../adapters/aws/account";
import { createGithubClient } from "../../adapters/github/client";
import { readRepositoryIds } from "../../adapters/github/repository";
import { git } from "../../adapters/process/git";
import type { Readings } from "../../declaration/new-environment/question";
import { isAddress } from "../../declaration/schema/field-kinds";
import type { InitEffects } from "../../workflows/init/init";
import type { Connections } from "../connections";
import { zonesAt } from "../dns-hosts/dns-host-wirings";

const limitMs = 4_000;

export function initReadings(connections: Connections): InitEffects["read"] {
  const { env, directory } = connections;
  return {
    aws: () => (hasAwsLogin(env) ? inTime("AWS", () => readAws(connections)) : Promise.resolve(undefined)),
    async zones({ dnsHost }) {
      const zones = zonesAt(dnsHost, connections, limitMs);
      return zones && (await inTime("the DNS host", () => zones));
    },
    repository: () => readRemote(connections),
    async operator() {
      const address = git(directory, "config", "user.email")?.trim() ?? "";
      return isAddress(address) && !address.endsWith("users.noreply.github.com") ? { address } : undefined;
    },
  };
}

/** Without one the SDK would ask an instance's metadata, and wait for that. */
function hasAwsLogin(env: Connections["env"]): boolean {
  const variables = ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];
  const files = [
    env.AWS_CONFIG_FILE,
    env.AWS_SHARED_CREDENTIALS_FILE,
    ...(env.HOME ? ["config", "credentials"].map((name) => join(env.HOME ?? "", ".aws", name)) : []),
  ];
  return variables.some((name) => env[name]) || files.some((file) => file && existsSync(file));
}

async function readAws(connections: Connections): Promise<Readings["aws"]> {
  const region = connections.env.AWS_REGION || connections.env.AWS_DEFAULT_REGION || undefined;
  const place = { aws: { account: "", region: region ?? "us-east-1" } };
  return { ...(await readCaller(connections.aws(place, { timeoutMs: limitMs, maxAttempts: 1 }).sts)), region };
}

/** The name is in git; the ids are GitHub's to tell, without a token where the repository is public. */
async function readRemote({ env, directory, endpoints, narrate }: Connections): Promise<Readings["repository"] | undefined> {
  const remote = git(directory, "remote", "get-url", "origin")?.trim() ?? "";
  const [, owner, name] = /github[^/:]*[/:]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(remote) ?? [];
  if (!owner || !name) return undefined;
  const token = env.GITHUB_TOKEN || env.GH_TOKEN || undefined;
  const found = await inTime("GitHub", async () => {
    const github = await createGithubClient({ baseUrl: endpoints().github, token, deadline: Date.now() + limitMs });
    return (await readRepositoryIds(github, { owner, name })) ?? `GitHub shows no repository ${owner}/${name}`;
  });
  if (typeof found === "string") narrate(found);
  return typeof found === "string" ? { owner, name } : { owner, name, ...found };
}

/** @returns why not, where it did not work in time. */
async function inTime<T>(service: string, read: () => Promise<T>): Promise<T | string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`${service} did not answer in ${limitMs / 1000} s: please type what it would have said`), limitMs);
  });
  try {
    return await Promise.race([read(), late]);
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return `${service} could not be read (${reason})`;
  } finally {
    clearTimeout(timer);
  }
}
