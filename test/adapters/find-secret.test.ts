import { findSecret, withoutSecrets } from "../../adapters/find-secret";
import { canary, spellings } from "./secret-spellings";

const env = { CLOUDFLARE_API_TOKEN: canary, PATH: "/usr/bin", AWS_WEB_IDENTITY_TOKEN_FILE: "/var/run/token", AWS_REGION: "eu-west-1" };

test.each(spellings)("a secret of the process is found %s, and not repeated", (_, spelled) => {
  const found = findSecret(`| a record | v=spf1 ${spelled} -all |`, env);
  expect(found).toBe("the value of CLOUDFLARE_API_TOKEN");
});

test.each([
  ["a private key", "-----BEGIN RSA PRIVATE KEY-----"],
  ["a private key", "-----BEGIN PRIVATE KEY-----"],
  ["a key of a sending provider", `SG.${"a".repeat(22)}.${"b".repeat(43)}`],
  ["an access key of AWS", "AKIAIOSFODNN7EXAMPLE"],
  ["a token of GitHub", `ghs_${"a1".repeat(18)}`],
  ["a token of GitHub", `github_pat_${"a1".repeat(20)}`],
  ["a token of Slack", "xoxb-1234567890-abcdef"],
])("%s is found by its form", (what, text) => {
  expect(findSecret(`x ${text} y`, {})).toBe(what);
});

test.each([
  "v=spf1 include:sendgrid.net include:amazonses.com ~all",
  "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu5oIUrFDWZK7F4thFxpZa2or6jBEX3cSL6b2TJdPkO5iNn9vHNXhNX31nOefN8FksX94",
  "arn:aws:iam::111122223333:role/twinpost-prod-plan",
  "https://www.example.com/SG.html",
  "/var/run/token eu-west-1 /usr/bin",
])("%s is no secret", (text) => {
  expect(findSecret(text, env)).toBeUndefined();
});

test("a short value is a word, and where a secret lies is none", () => {
  expect(findSecret("sandbox", { AWS_SECRET_ACCESS_KEY: "sandbox" })).toBeUndefined();
});

test("words are no halves of a secret, and what is packed is no secret by itself", () => {
  const words = { API_TOKEN: "sandbox-cloudflare-token", OTHER_SECRET: "staging1-application-secret" };
  expect(findSecret("sandbox-cloudflare and the application secret of staging1", words)).toBeUndefined();
  expect(findSecret(Buffer.from('{"head":"0123","targets":{}}').toString("base64"), env)).toBeUndefined();
});

test("what another program says of a secret is not told", () => {
  expect(withoutSecrets(`Error: 403 for ${canary}.`, env)).toBe("Error: 403 for [redacted].");
  for (const [, spelled] of spellings.slice(0, 20)) expect(withoutSecrets(`Error: 403 for ${spelled}.`, env)).not.toContain(spelled);
});

test("a long text is looked through in a moment", () => {
  const text = `${"resource aws_sns_topic.a name: b ".repeat(16_000)}${Buffer.alloc(200_000, 7).toString("base64")}`;
  const began = performance.now();
  findSecret(text, env);
  expect(performance.now() - began).toBeLessThan(10_000);
});
