/** The verbs of an environment whose only sending provider is the capture server, on the real stand-ins; the secrets are as an apply makes them. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEndpoints } from "../../adapters/endpoints";
import { submitMessage } from "../../adapters/smtp/submission";
import { connectionsOf } from "../../cli/connections";
import { main } from "../../cli/main";
import type { World } from "../../cli/world";
import { applicationSecret } from "../../declaration/names/application";
import { providerSecret } from "../../declaration/names/secrets";
import { type Sandbox, startSandbox } from "../../sandbox/start";
import { readSendingCredentials, submissionOf } from "../../wiring/credentials";
import { doctorEffects } from "../../wiring/doctor";
import { statusEffects } from "../../wiring/status";
import { verifyEffects } from "../../wiring/verify";
import { doctor } from "../../workflows/doctor";
import { verify } from "../../workflows/verify";
import { useCannedServer } from "../adapters/canned-server";
import { cloudflareOf } from "../declaration/cloudflare-of";
import { fixtureEnv } from "../fixtures/declared";
import { dev } from "../fixtures/environments/dev";

jest.setTimeout(180_000);

const directory = mkdtempSync(join(tmpdir(), "twinpost-capture-"));
const canned = useCannedServer();
let sandbox: Sandbox;

const world = (env: Record<string, string> = {}): World => ({
  env: { ...process.env, ...fixtureEnv, ...sandbox.env, ...env },
  stdout: { write: () => {} },
  stderr: { write: () => {} },
  directory,
  twinpost: main,
});

async function ask(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ["", ""];
  const output = { stdout: { write: (text: string) => (stdout += text) }, stderr: { write: (text: string) => (stderr += text) } };
  const code = await main([...words, "--env", "dev"], { ...world(), ...output });
  return { code, stdout, stderr };
}

beforeAll(async () => {
  sandbox = await startSandbox({
    directory: join(directory, "sandbox"),
    zones: [{ id: cloudflareOf(dev).zoneId, name: cloudflareOf(dev).zone }],
    aws: [dev.aws],
    seed: "capture",
    trouble: [],
    terraformPlugins: "stand-ins",
  });
  const { secrets } = connectionsOf(world()).aws(dev);
  for (const Name of [applicationSecret("dev"), providerSecret("dev", "capture")]) await secrets.createSecret({ Name });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true });
});

const server = async (env?: Record<string, string>) => {
  const { checks, findings } = await doctor(dev, doctorEffects(dev, connectionsOf(world(env))));
  return { check: checks.find(({ id }) => id === "capture-server"), findings: findings.map(({ id }) => id) };
};

test("doctor asks for neither SES nor SendGrid, and waits for what credentials writes", async () => {
  const { checks, leadTimes, cost } = await doctor(dev, doctorEffects(dev, connectionsOf(world())));
  expect(checks.map(({ id }) => id).filter((id) => /^(ses|sendgrid|capture)/.test(id))).toEqual(["capture-server"]);
  expect(checks.find(({ id }) => id === "capture-server")?.outcome).toBe("not-yet");
  expect(leadTimes.map(({ what }) => what)).toEqual(["delegation of the zone to Cloudflare"]);
  expect(cost.lines.map(({ what }) => what)).not.toContain("SendGrid");
});

test("credentials makes a login, brings it to the server, proves it, and gives it to the application", async () => {
  expect(await ask("credentials", "--apply")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^capture: issued, proven/) });
  const { stdout } = await ask("settings", "--json");
  expect(JSON.parse(stdout).settings).toMatchObject({ SMTP_USER: "twinpost-dev", SMTP_PORT: String(sandbox.capture.port) });
  expect(JSON.parse(stdout).settings.SMTP_PASSWORD).toHaveLength(43);
  expect((await server()).check).toMatchObject({ outcome: "ok" });
});

test("a server on another machine is given the current login", async () => {
  rmSync(sandbox.capture.directory, { recursive: true });
  expect((await ask("seed-test")).stdout).toContain("535");
  expect(await ask("credentials", "--apply")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^capture: current already/) });
  expect((await ask("seed-test")).code).toBe(0);
});

test("rotate says that a person replaces the password, and how", async () => {
  for (const words of [[], ["--provider", "capture"], ["--now", "--reason", "in a log"]])
    expect(await ask("rotate", ...words)).toMatchObject({ code: 2, stderr: expect.stringContaining("credentials --env dev --apply") });
});

test("a password that a person stores reaches the server and the application, and the earlier one is refused", async () => {
  const before = await readSendingCredentials(dev, "capture", connectionsOf(world()));
  const password = randomBytes(32).toString("base64url");
  const { secrets } = connectionsOf(world()).aws(dev);
  const SecretString = JSON.stringify({ keyId: "by-hand", user: "twinpost-dev", password });
  await secrets.putSecretValue({ SecretId: providerSecret("dev", "capture"), SecretString });
  expect(await ask("credentials", "--apply")).toMatchObject({ code: 0 });
  expect(JSON.parse((await ask("settings", "--json")).stdout).settings.SMTP_PASSWORD).toBe(password);
  const message = { from: dev.sender.address, to: "ada@example.net", subject: "x", text: "x" };
  const ca = readEndpoints(sandbox.env).privateAuthorities;
  const login = { user: "twinpost-dev", password: before?.password ?? "" };
  await expect(submitMessage({ ...submissionOf("capture", dev, connectionsOf(world())), ...login, ca, message })).rejects.toMatchObject({
    code: 535,
  });
});

test("seed-test finds its message at the server, and says that no receiver judged it", async () => {
  const { code, stdout } = await ask("seed-test");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^capture +twinpost-seed@example.net .* captured$/m);
  expect(stdout).toContain("no receiver judged it");
});

test("a stranger is refused", async () => {
  const credentials = await readSendingCredentials(dev, "capture", connectionsOf(world()));
  const message = { from: dev.sender.address, to: "stranger@gmail.com", subject: "x", text: "x" };
  const ca = readEndpoints(sandbox.env).privateAuthorities;
  const login = { user: credentials?.user ?? "", password: credentials?.password ?? "" };
  await expect(submitMessage({ ...submissionOf("capture", dev, connectionsOf(world())), ...login, ca, message })).rejects.toMatchObject({
    code: 550,
  });
});

test("verify and status call it ready; a server that can pass mail on is not, and doctor says so", async () => {
  const request = { sendingDomain: dev.sendingDomain, records: [], timeoutMs: 100 };
  const providers = async (env?: Record<string, string>) =>
    (await verify(request, verifyEffects(dev, connectionsOf(world(env)), 2_000))).providers;
  expect(await providers()).toEqual([{ provider: "capture", ready: true, reasons: [] }]);
  expect(await statusEffects(dev, connectionsOf(world())).providers.lastSeen("capture")).toEqual({ ready: true, reasons: [] });
  const relaying = { body: { MessageRelay: { Enabled: true } } };
  const { url } = await canned(relaying, relaying, relaying, relaying);
  expect(await providers({ TWINPOST_CAPTURE_URL: url })).toMatchObject([{ ready: false, reasons: [expect.stringContaining("relay")] }]);
  expect((await server({ TWINPOST_CAPTURE_URL: url })).findings).toContain("doctor/capture-relays");
});

test("what is down is told, with what to do", async () => {
  const { stdout, check } = { ...(await ask("credentials")), ...(await server({ TWINPOST_SMTP_CAPTURE: "127.0.0.1:1" })) };
  expect(stdout).toMatch(/^capture: current already/);
  expect(check).toMatchObject({ outcome: "unknown" });
});
