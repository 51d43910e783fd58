import { namesStandIn } from "../../declaration/service-addresses";

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
