/**
 * Staging as it is when all is well, on the sandbox: bootstrapped, SES and SendGrid verified, the account's stack applied; and ways to spoil it.
 * Every diagnosis asks the real stand-ins.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSendgridClient } from "../../adapters/sendgrid/client";
import { connectionsOf } from "../../cli/connections";
import { main } from "../../cli/main";
import type { World } from "../../cli/world";
import type { Environment } from "../../declaration/schema/environment";
import { defaultSesSigningZone, sesMailFromDomain, sesRecords } from "../../mail/providers/ses";
import { type Sandbox, startSandbox } from "../../sandbox/start";
import { doctorEffects } from "../../wiring/doctor";
import { type Diagnosis, doctor } from "../../workflows/doctor";
import { type Asked, ask } from "../cli/ask";
import { cloudflareOf } from "../declaration/cloudflare-of";
import { declared, fixtureEnv } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";
import { makeAccountParts } from "./account-parts";

const { sendingDomain } = staging;
const cloudflare = cloudflareOf(staging);

/** Whose zone the sandbox has besides. */
export const parked = { id: "1".repeat(32), name: "example.org" };

export type HealthyStaging = ReturnType<typeof useHealthyStaging>;

/** For one test file: started before its first test, stopped after its last. */
export function useHealthyStaging() {
  const directory = mkdtempSync(join(tmpdir(), "healthy-staging-"));
  let running: Sandbox;

  const sandbox = (): Sandbox => running;
  const env = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
    ...process.env,
    ...fixtureEnv,
    ...running.env,
    // The other one keeps old answers, and what is planted here has to be seen at once.
    TWINPOST_DNS_RESOLVERS: running.dns.resolver,
    ...more,
  });
  const world = (more?: Record<string, string>): World => ({
    env: env(more),
    stdout: { write: () => {} },
    stderr: { write: () => {} },
    directory,
    twinpost: main,
  });
  const zoneOf = (name: string) => running.zones.zoneOf(name) ?? fail(`no zone holds ${name}`);

  beforeAll(async () => {
    running = await startSandbox({
      directory: join(directory, "sandbox"),
      zones: [{ id: cloudflare.zoneId, name: cloudflare.zone }, parked],
      aws: [staging.aws],
      seed: "healthy",
      sendgridUsername: "market-edge-test",
      trouble: [],
      terraformPlugins: "stand-ins",
    });
    applyAccount(running);
    const { iam } = connectionsOf(world()).aws(staging);
    await Promise.all([bootstrap(), verifySes(), validateSendgrid(), makeAccountParts(staging, declared.environments, iam)]);
  });
  afterAll(async () => {
    await running.stop();
    rmSync(directory, { recursive: true });
  });

  const bootstrap = () => main(["bootstrap", "--env", "staging", "--apply"], world());

  /** As an apply would leave it. */
  async function verifySes(): Promise<void> {
    const { ses } = connectionsOf(world()).aws(staging);
    const mailFrom = sesMailFromDomain(sendingDomain);
    const { DkimAttributes } = await ses.createEmailIdentity({ EmailIdentity: sendingDomain });
    await ses.putEmailIdentityMailFromAttributes({ EmailIdentity: sendingDomain, MailFromDomain: mailFrom });
    const tokens = DkimAttributes?.Tokens as [string, string, string];
    for (const { id, name, ttl, type, value, priority = 0 } of sesRecords({
      domain: sendingDomain,
      mailFrom,
      region: staging.aws.region,
      tokens,
      signingZone: defaultSesSigningZone,
    })) {
      if (type === "TXT") zoneOf(name).set(id, { name, ttl, type, strings: [value] });
      else zoneOf(name).set(id, { name, ttl, type, target: value, ...(type === "MX" ? { priority } : {}) } as never);
    }
  }

  async function validateSendgrid(
    settings: { baseUrl: string; subuser?: string } = { baseUrl: running.sendgrid.url },
    region = "global",
  ): Promise<void> {
    const client = createSendgridClient({ ...settings, token: running.sendgrid.adminKey });
    const made = await client.post("/v3/whitelabel/domains", { domain: sendingDomain, subdomain: "em", automatic_security: true, region });
    const { id, dns } = made as { id: number; dns: Record<string, { host: string; data: string }> };
    for (const { host, data } of Object.values(dns)) zoneOf(host).set(host, { name: host, ttl: 300, type: "CNAME", target: data });
    await client.post(`/v3/whitelabel/domains/${id}/validate`);
  }

  /** Takes a record out of DNS behind everybody's back, or puts another in its place. */
  function changeRecord(name: string, type: string, changed?: object): () => void {
    const zone = zoneOf(name);
    const [id, record] = zone.entries().find(([, each]) => each.name === name && each.type === type) ?? fail(`no ${type} at ${name}`);
    zone.delete(id);
    if (changed) zone.set(id, { ...record, ...changed });
    return () => zone.set(id, record);
  }

  return {
    sandbox,
    zoneOf,
    bootstrap,
    validateSendgrid,
    changeRecord,
    clients: () => connectionsOf(world()).aws(staging),
    diagnose: (environment: Environment = staging, more: Record<string, string> = {}): Promise<Diagnosis> =>
      doctor(environment, doctorEffects(environment, connectionsOf(world(more)))),
    /** As a person does. */
    ask: (...words: string[]): Promise<Asked> => ask(words, { env: env(), directory }),
    ses: () => running.ses.at(staging.aws.account, staging.aws.region).state.sendingAccount,
    zone: () => running.cloudflare.state.zones.get(cloudflare.zoneId) ?? fail("no zone"),
    subuser: (name: string) => running.sendgrid.state.subusers.get(name) ?? fail(`no subuser ${name}`),
    domain: () => [...running.sendgrid.state.domains.values()][0] ?? fail("no domain"),
  };
}

/** As the account's stack leaves it. */
function applyAccount({ sendgrid }: Sandbox): void {
  Object.assign(sendgrid.state.enforcedTls, { require_tls: true, version: 1.2 });
  sendgrid.state.clickTracking.enabled = false;
}

/** Plants by changing a property of a stand-in's state; gives back what was there. */
export function change<T extends object>(state: T, changes: Partial<T>): () => void {
  const before = Object.fromEntries(Object.keys(changes).map((key) => [key, state[key as keyof T]]));
  Object.assign(state, changes);
  return () => void Object.assign(state, before);
}

function fail(message: string): never {
  throw new Error(message);
}
