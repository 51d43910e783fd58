import { sourceOf } from "../../wiring/evidence";

test.each(["http://127.0.0.1:4566", "http://localhost:4566", "https://[::1]:8443/v4"])("%s in place of AWS is a sandbox", (url) => {
  expect(sourceOf({ AWS_ENDPOINT_URL: url })).toBe("sandbox");
  expect(sourceOf({ AWS_ENDPOINT_URL_SECRETS_MANAGER: url })).toBe("sandbox");
  expect(sourceOf({ TWINPOST_CLOUDFLARE_URL: url })).toBe("sandbox");
});

test.each([
  [{ TWINPOST_SMTP_SES: "127.0.0.1:2525" }, "sandbox"],
  [{ TWINPOST_SMTP_SENDGRID: "127.0.0.1:2525" }, "sandbox"],
  [{ GITHUB_API_URL: "http://127.0.0.1:3000" }, "sandbox"],
  [{ TWINPOST_SENDGRID_EU_URL: "http://127.0.0.1:3000" }, "sandbox"],
  [{ TWINPOST_SMTP_CAPTURE: "127.0.0.1:1025" }, "live"],
  [{ TWINPOST_MAILBOXES: "outlook.com=https://mail.example,gmail.com=http://127.0.0.1:8025" }, "sandbox"],
  [{ TWINPOST_DNS_PORT: "5353" }, "sandbox"],
  [{}, "live"],
  [{ AWS_ENDPOINT_URL: "" }, "live"],
  [{ AWS_ENDPOINT_URL: "https://vpce-1.secretsmanager.eu-central-1.vpce.amazonaws.com" }, "live"],
  [{ AWS_ENDPOINT_URL: "https://127.0.0.1.example.com" }, "live"],
  [{ TWINPOST_DNS_RESOLVERS: "127.0.0.53", TWINPOST_CAPTURE_URL: "http://127.0.0.1:8025" }, "live"],
  [{ HTTPS_PROXY: "http://127.0.0.1:3128" }, "live"],
])("%j is %s", (env, source) => {
  expect(sourceOf(env)).toBe(source);
});
