import { environmentVariables, type SandboxAddresses } from "../../sandbox/environment-variables";

const addresses: SandboxAddresses = {
  aws: { url: "http://127.0.0.1:1", region: "eu-west-1", accessKeyId: "id", secretAccessKey: "secret" },
  cloudflare: { url: "http://127.0.0.1:2/client/v4", token: "token" },
  github: { url: "http://127.0.0.1:11", token: "github_pat_x" },
  sendgrid: { url: "http://127.0.0.1:3", euUrl: "http://127.0.0.1:12", apiKey: "key", proxyUrl: "http://127.0.0.1:4" },
  submission: { sendgrid: { host: "127.0.0.1", port: 5 }, ses: { host: "127.0.0.1", port: 6 } },
  capture: { url: "http://127.0.0.1:10", directory: "/sandbox/capture" },
  dns: { resolvers: ["127.0.53.53:7"], port: 7 },
  mailboxes: { "gmail.com": "http://127.0.0.1:8", "yahoo.com": "http://127.0.0.1:9" },
  authorityFile: "/sandbox/authority.pem",
  bundleFile: "/sandbox/authorities.pem",
  plugins: { kind: "stand-ins", reattach: "{}" },
};

test("points AWS, Cloudflare, SendGrid, GitHub, SMTP, DNS and the mailboxes at the sandbox", () => {
  expect(environmentVariables(addresses)).toMatchObject({
    AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    AWS_REGION: "eu-west-1",
    AWS_DEFAULT_REGION: "eu-west-1",
    AWS_S3_USE_PATH_STYLE: "true",
    TWINPOST_CLOUDFLARE_URL: "http://127.0.0.1:2/client/v4",
    TF_VAR_cloudflare_base_url: "http://127.0.0.1:2/client/v4",
    GITHUB_API_URL: "http://127.0.0.1:11",
    GITHUB_TOKEN: "github_pat_x",
    TWINPOST_SENDGRID_URL: "http://127.0.0.1:3",
    TWINPOST_SENDGRID_EU_URL: "http://127.0.0.1:12",
    TWINPOST_SMTP_SES: "127.0.0.1:6",
    TWINPOST_CAPTURE_URL: "http://127.0.0.1:10",
    TWINPOST_CAPTURE_DIRECTORY: "/sandbox/capture",
    TWINPOST_DNS_RESOLVERS: "127.0.53.53:7",
    TWINPOST_MAILBOXES: "gmail.com=http://127.0.0.1:8,yahoo.com=http://127.0.0.1:9",
    TWINPOST_CA_FILE: "/sandbox/authority.pem",
  });
});

test("stand-in plugins are reattached, and need no proxy", () => {
  const variables = environmentVariables(addresses);
  expect(variables.TF_REATTACH_PROVIDERS).toBe("{}");
  expect(variables).not.toHaveProperty("HTTPS_PROXY");
});

test("plugins from the registry reach SendGrid's stand-in through a proxy, and the registry past it", () => {
  const variables = environmentVariables({ ...addresses, plugins: { kind: "registry" } });
  expect(variables).not.toHaveProperty("TF_REATTACH_PROVIDERS");
  expect(variables.HTTPS_PROXY).toBe("http://127.0.0.1:4");
  expect(variables.SSL_CERT_FILE).toBe("/sandbox/authorities.pem");
  expect(variables.NO_PROXY?.split(",")).toContain("registry.terraform.io");
  expect(variables.NO_PROXY).not.toContain("sendgrid");
});
