import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cloudflareProvider } from "../../../sandbox/terraform-providers/cloudflare";
import { unknown } from "../../../sandbox/terraform-providers/codec";
import { sendgridProvider } from "../../../sandbox/terraform-providers/sendgrid";
import { startTerraformProviders } from "../../../sandbox/terraform-providers/start";
import { type FakeSendgrid, startFakeSendgrid } from "./fake-sendgrid";

let sendgrid: FakeSendgrid;
beforeAll(async () => {
  sendgrid = await startFakeSendgrid();
});
afterAll(() => sendgrid.stop());
beforeEach(() => {
  sendgrid.calls.length = 0;
  sendgrid.failures.length = 0;
});

describe("the SendGrid provider", () => {
  const api = () => sendgridProvider({ url: sendgrid.url, apiKey: "k" }).configure({});

  it("waits for a rate limit to pass when it creates", async () => {
    sendgrid.failures.push(429, 429);
    expect(await api().call("POST", "/asm/groups", { name: "a" })).toMatchObject({ id: 4 });
    expect(sendgrid.calls).toHaveLength(3);
  });

  it("gives up on a rate limit at once when it reads", async () => {
    sendgrid.failures.push(429);
    await expect(api().call("GET", "/asm/groups/4")).rejects.toThrow("429");
    expect(sendgrid.calls).toHaveLength(1);
  });

  it("changes domain 0 instead of the domain, a fault of the real provider", async () => {
    const { sendgrid_sender_authentication: resource } = sendgridProvider({ url: sendgrid.url, apiKey: "k" }).resources;
    await expect(resource?.update(api(), { id: unknown, default: true }, { id: "9" })).rejects.toThrow("/v3/whitelabel/domains/0");
  });
});

describe("the Cloudflare provider", () => {
  const api = () => cloudflareProvider({ url: `${sendgrid.url}/v3/`, token: "t" }).configure({});

  it("tries three times, whatever the method", async () => {
    sendgrid.failures.push(500, 429);
    await api().call("GET", "/asm/groups/4");
    expect(sendgrid.calls).toHaveLength(3);
    sendgrid.failures.push(429, 429, 429);
    await expect(api().call("PATCH", "/asm/groups/4", {})).rejects.toThrow("429");
  });

  it("does not repeat a call that was refused", async () => {
    sendgrid.failures.push(403);
    await expect(api().call("GET", "/asm/groups/4")).rejects.toThrow(`GET "${sendgrid.url}/v3/asm/groups/4": 403 Forbidden {"errors"`);
    expect(sendgrid.calls).toHaveLength(1);
  });
});

describe("the sockets", () => {
  const options = { cloudflare: { url: "http://127.0.0.1:9", token: "t" }, sendgrid: { url: "http://127.0.0.1:9", apiKey: "k" } };
  const socketOf = (reattach: string): string => JSON.parse(reattach)["registry.terraform.io/cloudflare/cloudflare"].Addr.String;

  it("lie in the folder that was asked for, and go with the providers", async () => {
    const directory = mkdtempSync(join(tmpdir(), "tp-"));
    const providers = await startTerraformProviders({ ...options, directory });
    expect(dirname(socketOf(providers.reattach))).toBe(directory);
    await providers.stop();
    expect(existsSync(socketOf(providers.reattach))).toBe(false);
    rmSync(directory, { recursive: true });
  });

  it("lie elsewhere when that folder's name is too long for a socket", async () => {
    const providers = await startTerraformProviders({ ...options, directory: join(tmpdir(), "long".repeat(30)) });
    const socket = socketOf(providers.reattach);
    expect(existsSync(socket)).toBe(true);
    await providers.stop();
    expect(existsSync(dirname(socket))).toBe(false);
  });
});
