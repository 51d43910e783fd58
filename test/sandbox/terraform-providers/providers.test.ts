import { cloudflareProvider } from "../../../sandbox/terraform-providers/cloudflare";
import { unknown } from "../../../sandbox/terraform-providers/codec";
import { sendgridProvider } from "../../../sandbox/terraform-providers/sendgrid";
import { type FakeSendgrid, startFakeSendgrid } from "./fake-sendgrid";

let sendgrid: FakeSendgrid;
beforeAll(async () => {
  sendgrid = await startFakeSendgrid();
});
afterAll(() => sendgrid.stop());
beforeEach(() => {
  sendgrid.calls.length = 0;
  sendgrid.subusers.length = 0;
  sendgrid.failures.length = 0;
});

describe("the SendGrid provider", () => {
  const api = () => sendgridProvider({ url: sendgrid.url, apiKey: "k" }).configure({});

  it("speaks to the EU's host where its block says so, and for the subuser that it names", async () => {
    const provider = sendgridProvider({ url: "http://127.0.0.1:9", euUrl: sendgrid.url, apiKey: "k" });
    await provider.configure({ region: "eu", subuser: "market-edge-eu" }).call("GET", "/asm/groups/4");
    await sendgridProvider({ url: sendgrid.url, apiKey: "k" }).configure({ region: "global" }).call("GET", "/asm/groups/4");
    expect(sendgrid.subusers).toEqual(["market-edge-eu", undefined]);
  });

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
