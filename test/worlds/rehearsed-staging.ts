/** Staging after one whole rehearsal with faults on, real Terraform included, and what can be done with its sandbox then. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEndpoints } from "../../adapters/endpoints";
import { submitMessage } from "../../adapters/smtp/submission";
import { connectionsOf } from "../../cli/connections";
import { main } from "../../cli/main";
import type { World } from "../../cli/world";
import type { StackFindings } from "../../rehearsal/life-cycle";
import { type Rehearsal, rehearse } from "../../rehearsal/rehearse";
import { rehearsalScope } from "../../rehearsal/scope";
import { type Stage, stageRehearsal } from "../../rehearsal/stage";
import { readAnswer } from "../../reports/answer";
import { seedTestAnswer } from "../../reports/deliveries/json";
import { verificationAnswer } from "../../reports/verification/json";
import { readSendingCredentials, submissionOf } from "../../wiring/credentials";
import { cloudflareOf } from "../declaration/cloudflare-of";
import { declared, fixtureEnv } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";

export type RehearsedStaging = ReturnType<typeof useRehearsedStaging>;

/** For one test file: rehearsed before its first test, ended after its last. */
export function useRehearsedStaging() {
  const directory = mkdtempSync(join(tmpdir(), "rehearsal-"));
  let printed = "";
  let running: Stage;
  let rehearsal: Rehearsal;

  beforeAll(async () => {
    const world: World = {
      env: { ...process.env, ...fixtureEnv },
      stdout: { write: (text) => (printed += text) },
      stderr: { write: () => {} },
      directory,
      twinpost: main,
    };
    const scope = rehearsalScope(declared, "staging");
    running = stageRehearsal(scope, declared, { env: "staging", seed: "twinpost", terraformPlugins: "stand-ins" }, world);
    rehearsal = await rehearse(scope, running.effects);
    await running.report(rehearsal);
    running.sandbox().dns.setTrouble(undefined);
  });
  afterAll(async () => {
    await running.end();
    rmSync(directory, { recursive: true });
  });

  const stage = (): Stage => running;
  return {
    stage,
    rehearsal: () => rehearsal,
    found: (): StackFindings => rehearsal.stacks.staging ?? { deliveries: [] },
    /** What the report printed. */
    printed: () => printed,
    /** @param within seconds: over at once if all is well. */
    verified: async (within = 2) =>
      readAnswer(verificationAnswer, await running.effects.user.verb("staging", "verify", "--timeout", String(within))),
    /** @param within seconds: over once everything arrived. */
    delivered: async (within = 20) =>
      readAnswer(seedTestAnswer, await running.effects.user.verb("staging", "seed-test", "--timeout", String(within))).deliveries,
    /** As a shell would see it. */
    exitCode: (...words: string[]) =>
      main([...words, "--env", "staging"], { ...running.inside("staging"), stdout: { write: () => {} }, stderr: { write: () => {} } }),
    changeRecord: (label: string, edit: (content: string) => string) => changeRecord(running, label, edit),
    submit: (provider: "ses" | "sendgrid", change: Change) => submit(running, provider, change),
  };
}

/** Changes a record through Cloudflare's API, as its dashboard does. */
async function changeRecord(stage: Stage, label: string, edit: (content: string) => string): Promise<{ undo(): Promise<void> }> {
  const { TWINPOST_CLOUDFLARE_URL: url, CLOUDFLARE_API_TOKEN: token } = stage.inside("staging").env;
  const records = `${url}/zones/${cloudflareOf(staging).zoneId}/dns_records`;
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${records}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
    return ((await response.json()) as { result: unknown }).result;
  };
  const [record] = (await call(`?name=${label}.${staging.sendingDomain}`)) as { id: string; content: string }[];
  if (!record) throw new Error(`Cloudflare has no record "${label}"`);
  const write = async (content: string): Promise<void> => {
    await call(`/${record.id}`, { method: "PATCH", body: JSON.stringify({ content }) });
  };
  await write(edit(record.content));
  return { undo: () => write(record.content) };
}

interface Change {
  password?: string;
  from?: string;
  to?: string;
}

/** Submits a small message with the current credentials, but for the changes. */
async function submit(stage: Stage, provider: "ses" | "sendgrid", change: Change): Promise<unknown> {
  const inside = stage.inside("staging");
  const credentials = await readSendingCredentials(staging, provider, connectionsOf(inside));
  if (!credentials) throw new Error(`no credentials for ${provider}`);
  return submitMessage({
    ...submissionOf(provider, staging, connectionsOf(inside)),
    user: credentials.user,
    password: change.password ?? credentials.password,
    ca: readEndpoints(inside.env).privateAuthorities,
    message: { from: change.from ?? staging.sender.address, to: change.to ?? "twinpost-seed@gmail.com", subject: "x", text: "x" },
  });
}
