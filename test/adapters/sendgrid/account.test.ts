import { randomBytes } from "node:crypto";
import { readAccountSettings, readCredits, readPlan, readScopes, readUsername } from "../../../adapters/sendgrid/account";
import { createSendgridClient } from "../../../adapters/sendgrid/client";
import { type CannedAnswer, patience, useCannedServer } from "../canned-server";

const start = useCannedServer();

async function clientOf(...answers: CannedAnswer[]) {
  const { url, asked } = await start(...answers);
  const token = randomBytes(24).toString("hex");
  return { client: createSendgridClient({ baseUrl: url, token, sleep: async () => undefined, timeoutMs: patience(answers) }), asked };
}

test("tells a key's scopes, also after a 429", async () => {
  const { client, asked } = await clientOf({ status: 429, headers: { "Retry-After": "1" } }, { body: { scopes: ["mail.send"] } });
  await expect(readScopes(client)).resolves.toEqual(["mail.send"]);
  expect(asked[1]).toMatchObject({ method: "GET", path: "/v3/scopes" });
});

test("tells the plan and the credits", async () => {
  const credits = {
    remain: 90,
    total: 100,
    overage: 0,
    used: 10,
    last_reset: "2026-11-01",
    next_reset: "2026-12-01",
    reset_frequency: "daily",
  };
  const { client, asked } = await clientOf({ body: { type: "free", reputation: 99 } }, { body: credits });
  await expect(readPlan(client)).resolves.toBe("free");
  await expect(readCredits(client)).resolves.toEqual({ remaining: 90, total: 100, resets: "daily" });
  expect(asked.map(({ path }) => path)).toEqual(["/v3/user/account", "/v3/user/credits"]);
});

test("tells whose the key is, and how the account is set", async () => {
  const { client, asked } = await clientOf(
    { body: { username: "market-edge", user_id: 7 } },
    { path: "/v3/user/settings/enforced_tls", body: { require_tls: true, require_valid_cert: false, version: 1.1 } },
    { path: "/v3/tracking_settings/click", body: { enabled: false, enable_text: false } },
    { path: "/v3/mail_settings/bounce_purge", body: { enabled: true, soft_bounces: 3, hard_bounces: 30 } },
  );
  await expect(readUsername(client)).resolves.toBe("market-edge");
  await expect(readAccountSettings(client)).resolves.toEqual({
    requiresTls: true,
    tlsVersion: 1.1,
    tracksClicks: false,
    purgesBounces: true,
  });
  expect(asked.map(({ path }) => path).sort()).toEqual([
    "/v3/mail_settings/bounce_purge",
    "/v3/tracking_settings/click",
    "/v3/user/settings/enforced_tls",
    "/v3/user/username",
  ]);
});

test.each([
  ["a 500", { status: 500 }, "GET /v3/scopes failed with 500"],
  ["silence", "silence" as const, "no answer within"],
  ["an answer that was cut off", { cutOff: '{"scopes": [' }, "before the answer was complete"],
  ["another shape", { body: ["mail.send"] }, "the answer is not as documented"],
])("%s is an error", async (_, canned, message) => {
  const { client } = await clientOf(canned);
  await expect(readScopes(client)).rejects.toThrow(message);
});
