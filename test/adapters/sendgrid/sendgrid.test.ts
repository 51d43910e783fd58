import { randomBytes } from "node:crypto";
import { createApiKey, deleteApiKey, listApiKeys } from "../../../adapters/sendgrid/api-keys";
import { createSendgridClient } from "../../../adapters/sendgrid/client";
import { findBrandedLink, validateBrandedLink } from "../../../adapters/sendgrid/link-branding";
import { findAuthenticatedDomain, validateDomain } from "../../../adapters/sendgrid/sender-authentication";
import { findSubuser } from "../../../adapters/sendgrid/subusers";
import { listUnsubscribeGroups } from "../../../adapters/sendgrid/unsubscribe-groups";
import { type CannedAnswer, everythingIn, failureOf, patience, useCannedServer } from "../canned-server";

const token = randomBytes(24).toString("hex");
const start = useCannedServer();

const clientOf = (...answers: CannedAnswer[]) => clientFor(undefined, ...answers);

async function clientFor(subuser: string | undefined, ...answers: CannedAnswer[]) {
  const { url, asked } = await start(...answers);
  return {
    client: createSendgridClient({ baseUrl: url, token, subuser, sleep: async () => undefined, timeoutMs: patience(answers) }),
    asked,
  };
}

test("everything is done on behalf of a subuser where one is named, with the account's key", async () => {
  const { client, asked } = await clientFor("market-edge-eu", { body: { result: [] } });
  await listApiKeys(client);
  expect(asked[0]?.headers).toMatchObject({ authorization: `Bearer ${token}`, "on-behalf-of": "market-edge-eu" });
  const account = await clientOf({ body: { result: [] } });
  await listApiKeys(account.client);
  expect(account.asked[0]?.headers).not.toHaveProperty("on-behalf-of");
});

describe("subusers", () => {
  const listed = (username: string, more: object = {}) => ({ id: 1, username, email: "a@example.com", disabled: false, ...more });

  test("are found by the exact name, with their region, which the API may leave out", async () => {
    const { client, asked } = await clientOf(
      { body: [listed("market-edge-eu-2", { region: "global" }), listed("market-edge-eu", { region: "eu", disabled: true })] },
      { body: [listed("market-edge-eu")] },
      { body: [] },
    );
    await expect(findSubuser(client, "market-edge-eu")).resolves.toEqual({ id: 1, disabled: true, region: "eu" });
    await expect(findSubuser(client, "market-edge-eu")).resolves.toEqual({ id: 1, disabled: false, region: "global" });
    await expect(findSubuser(client, "market-edge-eu")).resolves.toBeUndefined();
    expect(asked[0]).toMatchObject({ method: "GET", path: "/v3/subusers?username=market-edge-eu&region=all&include_region=true" });
  });

  test.each([
    ["a 403", { status: 403, body: { errors: [{ message: "access forbidden" }] } }, "access forbidden"],
    ["an answer of another shape", { body: { result: [] } }, "not as documented"],
  ])("are unknown after %s", async (_, answer, said) => {
    const { client } = await clientOf(answer);
    await expect(findSubuser(client, "a")).rejects.toThrow(said);
  });
});

describe("unsubscribe groups", () => {
  test("are listed with their ids", async () => {
    const { client, asked } = await clientOf({ body: [{ id: 21904, name: "Product news", description: "", unsubscribes: 0 }] });
    await expect(listUnsubscribeGroups(client)).resolves.toEqual([{ id: 21904, name: "Product news" }]);
    expect(asked[0]).toMatchObject({ method: "GET", path: "/v3/asm/groups" });
  });

  test("are unknown after a 500", async () => {
    const { client } = await clientOf({ status: 500 });
    await expect(listUnsubscribeGroups(client)).rejects.toMatchObject({ status: 500 });
  });
});

describe("branded links", () => {
  const link = { domain: "mail.example.com", subdomain: "links" };

  test("are found by domain and label, among all that a user may have", async () => {
    const others = [
      { id: 1, domain: "mail.example.com", subdomain: "url", valid: true },
      { id: 2, domain: "example.com", subdomain: "links", valid: true },
    ];
    const { client, asked } = await clientOf({ body: [...others, { ...link, id: 3, valid: false }] }, { body: others });
    await expect(findBrandedLink(client, link)).resolves.toEqual({ id: 3, valid: false });
    await expect(findBrandedLink(client, link)).resolves.toBeUndefined();
    expect(asked[0]).toMatchObject({ method: "GET", path: "/v3/whitelabel/links?limit=3000" });
  });

  test("tell each check and its reason", async () => {
    const validation_results = { domain_cname: { valid: true }, owner_cname: { valid: false, reason: "Expected CNAME" } };
    const { client, asked } = await clientOf({ body: { id: 3, valid: false, validation_results } });
    await expect(validateBrandedLink(client, 3)).resolves.toEqual({
      valid: false,
      checks: [
        { name: "domain_cname", valid: true, reason: undefined },
        { name: "owner_cname", valid: false, reason: "Expected CNAME" },
      ],
    });
    expect(asked[0]).toMatchObject({ method: "POST", path: "/v3/whitelabel/links/3/validate" });
  });
});

describe("API keys", () => {
  const secret = randomBytes(24).toString("hex");

  test("are made with a name and scopes", async () => {
    const body = { api_key: secret, api_key_id: "k1", name: "twinpost-dev-1", scopes: ["mail.send"] };
    const { client, asked } = await clientOf({ status: 429, headers: { "Retry-After": "1" } }, { status: 201, body });
    await expect(createApiKey(client, { name: "twinpost-dev-1", scopes: ["mail.send"] })).resolves.toEqual({ id: "k1", secret });
    expect(asked[1]).toMatchObject({ method: "POST", path: "/v3/api_keys", headers: { authorization: `Bearer ${token}` } });
    expect(JSON.parse(asked[1]?.body ?? "")).toEqual({ name: "twinpost-dev-1", scopes: ["mail.send"] });
  });

  test.each([
    ["a 500", { status: 500 }],
    ["no answer", "silence" as const],
    ["an answer that was cut off", { cutOff: `{"api_key": "${secret}"` }],
    ["an answer without id", { status: 201, body: { api_key: secret } }],
  ])("are not made twice, nor shown, after %s", async (_, answer) => {
    const { client, asked } = await clientOf(answer);
    const error = await failureOf(createApiKey(client, { name: "a", scopes: [] }));
    expect(everythingIn(error)).toContain("SendGrid: POST /v3/api_keys failed");
    expect(everythingIn(error)).not.toContain(secret);
    expect(asked).toHaveLength(1);
  });

  test("are listed", async () => {
    const { client, asked } = await clientOf({ body: { result: [{ api_key_id: "k1", name: "a" }] } });
    await expect(listApiKeys(client)).resolves.toEqual([{ id: "k1", name: "a" }]);
    expect(asked[0]).toMatchObject({ method: "GET", path: "/v3/api_keys" });
  });

  test("are deleted, also when they are gone already", async () => {
    const { client, asked } = await clientOf(
      { status: 204 },
      { status: 404, body: { errors: [{ message: "unable to find API Key" }] } },
      { status: 403 },
    );
    await deleteApiKey(client, "k/1");
    expect(asked[0]).toMatchObject({ method: "DELETE", path: "/v3/api_keys/k%2F1", body: "" });
    await deleteApiKey(client, "k1");
    await expect(deleteApiKey(client, "k1")).rejects.toMatchObject({ status: 403 });
  });
});

describe("sender authentication", () => {
  const domain = (id: number, name: string, valid: boolean, subdomain = "em") => ({
    id,
    domain: name,
    subdomain,
    valid,
    default: true,
    dns: {},
  });

  test("is found by the exact domain, a valid one first, else the newest", async () => {
    const others = [domain(1, "mail.example.com", false), domain(9, "a.mail.example.com", true)];
    const { client, asked } = await clientOf(
      { body: [...others, domain(3, "mail.example.com", false)] },
      { body: [...others, domain(0, "Mail.example.com", true)] },
      { body: others.slice(1) },
    );
    await expect(findAuthenticatedDomain(client, "mail.example.com")).resolves.toEqual({ id: 3, valid: false });
    await expect(findAuthenticatedDomain(client, "mail.example.com")).resolves.toEqual({ id: 0, valid: true });
    await expect(findAuthenticatedDomain(client, "mail.example.com")).resolves.toBeUndefined();
    expect(asked[0]).toMatchObject({ method: "GET", path: "/v3/whitelabel/domains?domain=mail.example.com" });
  });

  test("is ours by the subdomain: another tool's valid one is no evidence", async () => {
    const { client } = await clientOf({ body: [domain(7, "mail.example.com", true, "em1234"), domain(2, "mail.example.com", false)] });
    await expect(findAuthenticatedDomain(client, "mail.example.com")).resolves.toEqual({ id: 2, valid: false });
  });

  test("tells each check and its reason", async () => {
    const validation_results = {
      mail_cname: { valid: false, reason: 'Expected CNAME for "em.mail.example.com"' },
      dkim1: { valid: true, reason: null },
      dkim2: { valid: true },
    };
    const { client, asked } = await clientOf({ body: { id: 3, valid: false, validation_results } });
    await expect(validateDomain(client, 3)).resolves.toEqual({
      valid: false,
      checks: [
        { name: "mail_cname", valid: false, reason: 'Expected CNAME for "em.mail.example.com"' },
        { name: "dkim1", valid: true, reason: undefined },
        { name: "dkim2", valid: true, reason: undefined },
      ],
    });
    expect(asked[0]).toMatchObject({ method: "POST", path: "/v3/whitelabel/domains/3/validate", body: "" });
  });

  test("a DNS failure of SendGrid's own is an error with its words", async () => {
    const { client } = await clientOf({ status: 500, body: { errors: [{ message: "internal error getting TXT" }] } });
    await expect(validateDomain(client, 3)).rejects.toMatchObject({
      status: 500,
      message: expect.stringContaining("internal error getting TXT"),
    });
  });
});
