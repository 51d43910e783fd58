import { createCloudflareClient } from "../../adapters/cloudflare/client";
import { createSendgridClient } from "../../adapters/sendgrid/client";
import { connect } from "../../wiring/connections";

const connections = connect({ env: {}, directory: "" }, () => {});
const settings = { baseUrl: "https://api.example", token: "a" };

test("a client is made once for the same settings", () => {
  const client = connections.api(createSendgridClient, settings);
  expect(connections.api(createSendgridClient, { ...settings })).toBe(client);
  const aws = { aws: { account: "111122223333", region: "eu-west-1" } } as const;
  expect(connections.aws(aws)).toBe(connections.aws({ ...aws }));
});

test.each([
  ["token", { token: "b" }],
  ["subuser", { subuser: "staging" }],
  ["deadline", { deadline: 1 }],
])("another %s has another client", (_, other) => {
  expect(connections.api(createSendgridClient, { ...settings, ...other })).not.toBe(connections.api(createSendgridClient, settings));
});

test("two APIs with the same settings have two clients", () => {
  expect(connections.api(createCloudflareClient, settings).service).toBe("Cloudflare");
  expect(connections.api(createSendgridClient, settings).service).toBe("SendGrid");
});

test("nothing is connected to an address without TLS", () => {
  const env = { TWINPOST_SENDGRID_URL: "http://sendgrid.example" };
  expect(() => connect({ env, directory: "/" }, () => {})).toThrow(expect.objectContaining({ exitCode: 2 }));
});
