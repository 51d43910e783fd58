import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEndpoints } from "../../adapters/endpoints";

test("without settings, and with empty ones, everything is the real world", () => {
  const real = {
    cloudflare: undefined,
    github: "https://api.github.com",
    sendgrid: { global: "https://api.sendgrid.com", eu: "https://api.eu.sendgrid.com" },
    smtp: { sendgrid: undefined, ses: undefined },
    resolvers: ["1.1.1.1", "8.8.8.8", "9.9.9.9"],
    dnsPort: 53,
    mailboxes: {},
    privateAuthorities: undefined,
  };
  expect(readEndpoints({})).toEqual(real);
  const names = ["SENDGRID_URL", "SENDGRID_EU_URL", "CLOUDFLARE_URL", "SMTP_SES", "DNS_RESOLVERS", "DNS_PORT", "MAILBOXES", "CA_FILE"];
  expect(readEndpoints(Object.fromEntries(names.map((name) => [`TWINPOST_${name}`, ""])))).toEqual(real);
});

test("every address can be set", () => {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-"));
  const file = join(directory, "ca.pem");
  writeFileSync(file, "pem");
  const endpoints = readEndpoints({
    TWINPOST_CLOUDFLARE_URL: "http://127.0.0.1:1/client/v4/",
    TWINPOST_SENDGRID_URL: "http://127.0.0.1:2/",
    GITHUB_API_URL: "https://github.example.com/api/v3/",
    TWINPOST_SENDGRID_EU_URL: "http://127.0.0.1:5/",
    TWINPOST_SMTP_SENDGRID: "127.0.0.1:2525",
    TWINPOST_SMTP_SES: "[::1]:2587",
    TWINPOST_DNS_RESOLVERS: "127.0.53.53:40053, 1.1.1.1",
    TWINPOST_DNS_PORT: "40053",
    TWINPOST_MAILBOXES: "gmail.com=http://127.0.0.1:3/,yahoo.com=http://127.0.0.1:4/?a=b",
    TWINPOST_CA_FILE: file,
    NODE_EXTRA_CA_CERTS: file,
  });
  rmSync(directory, { recursive: true });
  expect(endpoints).toEqual({
    cloudflare: "http://127.0.0.1:1/client/v4",
    github: "https://github.example.com/api/v3",
    sendgrid: { global: "http://127.0.0.1:2", eu: "http://127.0.0.1:5" },
    smtp: { sendgrid: { host: "127.0.0.1", port: 2525 }, ses: { host: "::1", port: 2587 } },
    resolvers: ["127.0.53.53:40053", "1.1.1.1"],
    dnsPort: 40053,
    mailboxes: { "gmail.com": "http://127.0.0.1:3", "yahoo.com": "http://127.0.0.1:4/?a=b" },
    privateAuthorities: "pem\npem",
  });
});

test.each([
  ["TWINPOST_SMTP_SES", "mail.example.com", "host:port"],
  ["TWINPOST_SMTP_SENDGRID", "mail.example.com:99999", "a port"],
  ["TWINPOST_DNS_PORT", "dns", "a port"],
  ["TWINPOST_MAILBOXES", "gmail.com", "domain=https://"],
  ["TWINPOST_CA_FILE", "no/such/file.pem", "cannot be read"],
])("a faulty %s is the operator's to correct", (name, value, expected) => {
  expect(() => readEndpoints({ [name]: value })).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(expected) }),
  );
});
