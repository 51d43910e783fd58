import { findSecret } from "../../adapters/find-secret";

const canary = "Zq8+Xw3/Ee5-Rr7_Tt9Yy2Uu4Ii6";
const env = { CLOUDFLARE_API_TOKEN: canary, PATH: "/usr/bin", AWS_WEB_IDENTITY_TOKEN_FILE: "/var/run/token", AWS_REGION: "eu-west-1" };

const bytes = Buffer.from(canary);
const each = (write: (character: string, code: number) => string): string =>
  [...canary].map((one) => write(one, one.charCodeAt(0))).join("");
const hex = (code: number): string => code.toString(16).padStart(2, "0");
const shifted = (before: string): string => Buffer.from(`${before}${canary}!`).toString("base64");

/** RFC 4648, RFC 3986 2.1, RFC 2045 6.7, RFC 8259 7, HTML's character references, RFC 1035 3.3.14. */
const spellings: [string, string][] = [
  ["as it is", canary],
  ["in small letters", canary.toLowerCase()],
  ["in capitals", canary.toUpperCase()],
  ["backwards", [...canary].reverse().join("")],
  ["hexadecimal", bytes.toString("hex")],
  ["hexadecimal in capitals", bytes.toString("hex").toUpperCase()],
  ["Base64", bytes.toString("base64")],
  ["Base64 after one byte", shifted("a")],
  ["Base64 after two bytes", shifted("ab")],
  ["Base64 for addresses", bytes.toString("base64url")],
  ["percent-encoded", each((_, code) => `%${hex(code)}`)],
  ["quoted-printable", each((_, code) => `=${hex(code).toUpperCase()}`)],
  ["escaped in JSON", each((_, code) => `\\u00${hex(code)}`)],
  ["character references", each((_, code) => `&#${code};`)],
  ["hexadecimal character references", each((_, code) => `&#x${hex(code)};`)],
  ["in two strings of a TXT record", `"${canary.slice(0, 10)}" "${canary.slice(10)}"`],
  ["with blanks", each((one) => `${one} `)],
  ["with characters that show nothing", each((one) => `${one}\u200b`)],
  ["on lines", each((one) => `${one}\n`)],
  ["escaped in Markdown", canary.replace(/[_/+-]/g, "\\$&")],
];

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
