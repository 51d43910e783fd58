import { namesStandIn, requireSafeAddresses } from "../../declaration/service-addresses";

test.each(["http://127.0.0.1:4566", "http://localhost:4566", "https://[::1]:8443/v4"])("%s in place of AWS is a sandbox", (url) => {
  expect(namesStandIn({ AWS_ENDPOINT_URL: url })).toBe(true);
  expect(namesStandIn({ AWS_ENDPOINT_URL_SECRETS_MANAGER: url })).toBe(true);
  expect(namesStandIn({ TWINPOST_CLOUDFLARE_URL: url })).toBe(true);
});

test.each([
  [{ TWINPOST_SMTP_SES: "127.0.0.1:2525" }, true],
  [{ TWINPOST_SMTP_SENDGRID: "127.0.0.1:2525" }, true],
  [{ GITHUB_API_URL: "http://127.0.0.1:3000" }, true],
  [{ TWINPOST_SENDGRID_EU_URL: "http://127.0.0.1:3000" }, true],
  [{ TWINPOST_SMTP_CAPTURE: "127.0.0.1:1025" }, false],
  [{ TWINPOST_MAILBOXES: "outlook.com=https://mail.example,gmail.com=http://127.0.0.1:8025" }, true],
  [{ TWINPOST_DNS_PORT: "5353" }, true],
  [{}, false],
  [{ AWS_ENDPOINT_URL: "" }, false],
  [{ AWS_ENDPOINT_URL: "https://vpce-1.secretsmanager.eu-central-1.vpce.amazonaws.com" }, false],
  [{ AWS_ENDPOINT_URL: "https://127.0.0.1.example.com" }, false],
  [{ TWINPOST_DNS_RESOLVERS: "127.0.0.53", TWINPOST_CAPTURE_URL: "http://127.0.0.1:8025" }, false],
  [{ HTTPS_PROXY: "http://127.0.0.1:3128" }, false],
])("that %j names a stand-in is %s", (env, isSandbox) => {
  expect(namesStandIn(env)).toBe(isSandbox);
});

test.each([
  { AWS_ENDPOINT_URL: "http://10.0.0.5:4566" },
  { AWS_ENDPOINT_URL_S3: "http://minio.internal:9000" },
  { AWS_S3_ENDPOINT: "HTTP://minio.internal" },
  { TWINPOST_SENDGRID_URL: "http://127.0.0.1.example.com" },
  { TWINPOST_CLOUDFLARE_URL: "http://localhost@proxy.example" },
  { GITHUB_API_URL: " http://github.example.com/api/v3" },
  { TWINPOST_CAPTURE_URL: "http://mailpit:8025" },
  { TWINPOST_MAILBOXES: "a.example=https://a.example,b.example=http://b.example" },
  { AWS_ENDPOINT_URL: "http://0.0.0.0:4566" },
])("%j would be talked to without TLS", (env) => {
  expect(() => requireSafeAddresses(env)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(Object.keys(env)[0] ?? "") }),
  );
});

test.each([
  {},
  { AWS_ENDPOINT_URL: "", TWINPOST_SENDGRID_URL: "https://api.sendgrid.com" },
  { AWS_ENDPOINT_URL: "http://127.0.0.1:4566", AWS_ENDPOINT_URL_S3: "http://localhost:4566", TWINPOST_CLOUDFLARE_URL: "http://[::1]:1" },
  { TWINPOST_MAILBOXES: "b.example=http://127.1:8025", TWINPOST_CAPTURE_URL: "http://localhost:8025" },
  // Not an address of a service that gets a token.
  { HTTP_PROXY: "http://proxy.example:3128", TWINPOST_SMTP_SES: "smtp.example:587" },
])("%j is safe", (env) => {
  expect(() => requireSafeAddresses(env)).not.toThrow();
});

test("no login of an address is shown", () => {
  expect(() => requireSafeAddresses({ AWS_ENDPOINT_URL: "http://user:hush@proxy.example" })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("hush") }),
  );
});
