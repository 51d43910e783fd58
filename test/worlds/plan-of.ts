/**
 * A shell in which every plan of staging is the one that a test names: Terraform and the synthesis are in memory, AWS says which account it is,
 * and nobody answers for DNS. The test file puts mockRun in the place of adapters/process/run.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunResult } from "../../adapters/process/run";
import { xml } from "../adapters/aws/aws-service";
import { useCannedServer } from "../adapters/canned-server";
import { type ResourceChange, terraformPlan } from "../changes/terraform-plan";
import { type Asked, ask } from "../cli/ask";
import { fixtureEnv } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";

export interface PlanWorld {
  directory: string;
  /** From now on this is what Terraform plans. */
  becomes(...changes: ResourceChange[]): void;
  /** Terraform's commands, in order. */
  calls(): string[];
  /** With the variables that the process has then. */
  ask(...words: string[]): Promise<Asked>;
  /** In a shell with these variables too. */
  askWith(env: Record<string, string>, ...words: string[]): Promise<Asked>;
  /** In a shell that is pointed at other addresses. */
  askElsewhere(...words: string[]): Promise<Asked>;
}

/** What its JSON says is the test's; state and plugins are this file's. */
const planFile = readFileSync(join(__dirname, "..", "fixtures", "plan-files", "second-apply.tfplan"));

let shown = "";
let called: string[] = [];

/** Stands for adapters/process/run: `terraform`, and node for the synthesis. */
export async function mockRun(program: string, words: string[]): Promise<RunResult> {
  const [verb = ""] = words;
  if (program !== "terraform") return { code: 0, stdout: "", stderr: "" };
  called.push(verb);
  for (const word of words) if (word.startsWith("-out=")) writeFileSync(word.slice("-out=".length), planFile);
  const outputs: Record<string, string> = { version: '{"terraform_version":"1.11.4"}', show: shown };
  // A plan that would change something ends with 2.
  return { code: verb === "plan" ? 2 : 0, stdout: outputs[verb] ?? "", stderr: "" };
}

/** @returns opens a world for one test; it is closed after it. */
export function usePlanOf(): (...changes: ResourceChange[]) => Promise<PlanWorld> {
  const start = useCannedServer();
  const directories: string[] = [];
  afterEach(() => {
    for (const each of directories.splice(0)) rmSync(each, { recursive: true });
  });

  return async (...changes) => {
    const { url } = await start(
      xml("GetCallerIdentityResponse", `<Account>${staging.aws.account}</Account><Arn>arn:aws:iam::1:user/x</Arn>`),
    );
    const directory = mkdtempSync(join(tmpdir(), "plan-of-"));
    directories.push(directory);
    shown = JSON.stringify(terraformPlan(...changes));
    called = [];
    const own = {
      ...{ AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" },
      ...{ CLOUDFLARE_API_TOKEN: "x", SENDGRID_API_KEY: "x", TWINPOST_DNS_RESOLVERS: "127.0.0.1:1" },
    };
    const elsewhere = { AWS_ENDPOINT_URL: `${url}/elsewhere`, TWINPOST_CLOUDFLARE_URL: url };
    return {
      directory,
      calls: () => called,
      becomes: (...changes) => {
        shown = JSON.stringify(terraformPlan(...changes));
      },
      ask: (...words) => ask(words, { env: { ...process.env, ...fixtureEnv, ...own }, directory }),
      askWith: (env, ...words) => ask(words, { env: { ...process.env, ...fixtureEnv, ...own, ...env }, directory }),
      askElsewhere: (...words) => ask(words, { env: { ...process.env, ...fixtureEnv, ...own, ...elsewhere }, directory }),
    };
  };
}
