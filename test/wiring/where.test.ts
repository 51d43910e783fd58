/** Where a verb acts is decided by the addresses of the services that would be asked, and by nothing that only claims it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentVariables } from "../../sandbox/environment-variables";
import { type Asked, requireOwnData, whereLine, withoutWhere } from "../../wiring/where";
import { fixtureEnv } from "../fixtures/declared";

const at = (port: number) => `http://127.0.0.1:${port}`;
/** As `sandbox env` prints them. */
const sandbox: Record<string, string> = {
  ...environmentVariables({
    aws: { url: at(1), region: "eu-west-1", accessKeyId: "x", secretAccessKey: "x" },
    cloudflare: { url: `${at(2)}/client/v4`, token: "x" },
    github: { url: at(3), token: "x" },
    sendgrid: { url: at(4), euUrl: at(5), apiKey: "x", proxyUrl: at(6) },
    submission: { sendgrid: { host: "127.0.0.1", port: 7 }, ses: { host: "localhost", port: 8 }, capture: { host: "127.0.0.1", port: 9 } },
    capture: { url: at(10), directory: "/tmp" },
    dns: { resolvers: ["127.0.53.53:11"], port: 11 },
    mailboxes: { "gmail.com": at(12) },
    authorityFile: "/tmp/a.pem",
    bundleFile: "/tmp/b.pem",
    plugins: { kind: "stand-ins", reattach: '{"registry.terraform.io/kenzo0107/sendgrid":{}}' },
  }),
  TWINPOST_SANDBOX: "two",
};
const without = (...names: string[]) => Object.fromEntries(Object.entries(sandbox).filter(([name]) => !names.includes(name)));
const where = (env: NodeJS.ProcessEnv, asked: Asked = { env: "prod" }) =>
  whereLine(asked, { env: { ...fixtureEnv, ...env }, directory: "/" });
const prod = "where: prod, AWS account 444455556666, eu-west-1";
const real = "https://services.example";

test.each([
  ["nothing set", {}, "LIVE"],
  ["a name alone", { TWINPOST_SANDBOX: "two" }, "LIVE"],
  [
    "a private endpoint, a proxy, a resolver and a capture server here",
    { AWS_ENDPOINT_URL: real, HTTPS_PROXY: at(1), TWINPOST_DNS_RESOLVERS: "127.0.0.53", TWINPOST_CAPTURE_URL: at(2) },
    "LIVE",
  ],
  ["GitHub's own address", { GITHUB_API_URL: "https://api.github.com" }, "LIVE"],
  ["a name that only looks like this machine", { AWS_ENDPOINT_URL: "https://127.0.0.1.example" }, "LIVE"],
  ["a user that looks like this machine", { AWS_ENDPOINT_URL: "https://localhost@services.example" }, "LIVE"],
  ["the usual port", { TWINPOST_DNS_PORT: "53" }, "LIVE"],
  ["a sandbox", sandbox, "SANDBOX two"],
  ["a sandbox without a name", without("TWINPOST_SANDBOX"), "SANDBOX (without a name)"],
  [
    "this machine in other spellings",
    { ...sandbox, AWS_ENDPOINT_URL: "http://LOCALHOST:1", GITHUB_API_URL: "http://[::1]:1", TWINPOST_SENDGRID_URL: "http://2130706433:4" },
    "SANDBOX two",
  ],
  ["real plugins behind the sandbox's proxy", { ...without("TF_REATTACH_PROVIDERS"), HTTPS_PROXY: at(6) }, "SANDBOX two"],
])("%s", (_what, env, expected) => {
  expect(where(env)).toBe(`${prod}, ${expected}`);
});

const mixtures: [string, NodeJS.ProcessEnv, string, string?][] = [
  ["AWS is real", without("AWS_ENDPOINT_URL"), "AWS"],
  [
    "AWS's addresses are ignored by others",
    { ...sandbox, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
    "AWS (AWS_IGNORE_CONFIGURED_ENDPOINT_URLS)",
  ],
  ["one service of AWS is real", { ...sandbox, AWS_ENDPOINT_URL_S3: real }, "AWS (AWS_ENDPOINT_URL_S3)"],
  ["Terraform's older name of one", { ...sandbox, AWS_IAM_ENDPOINT: real }, "AWS (AWS_IAM_ENDPOINT)"],
  ["GitHub is real", without("GITHUB_API_URL"), "GitHub"],
  ["Cloudflare is real", { ...sandbox, TWINPOST_CLOUDFLARE_URL: "https://api.cloudflare.com/client/v4" }, "Cloudflare"],
  ["SMTP is real", { ...sandbox, TWINPOST_SMTP_SES: "email-smtp.eu-west-1.amazonaws.com:587" }, "Amazon SES's SMTP"],
  ["DNS is real", without("TWINPOST_DNS_PORT"), "DNS"],
  ["a mailbox is real", { ...sandbox, TWINPOST_MAILBOXES: `gmail.com=${at(1)},qa.example=${real}` }, "mailboxes"],
  ["Terraform's plugin is real", without("TF_REATTACH_PROVIDERS"), "Terraform's plugin kenzo0107/sendgrid"],
  ["only the region of the other half of SendGrid is real", without("TWINPOST_SENDGRID_EU_URL"), "SendGrid"],
];
test.each(mixtures)("a mixture is loud: %s", (_what, env, live) => {
  const [, said, standIns] =
    /^where: prod, AWS account 444455556666, eu-west-1, !!! MIXED !!! LIVE: (.*); SANDBOX two: (.*)$/.exec(where(env)) ?? [];
  expect(said).toBe(live);
  expect(standIns).toContain(live === "GitHub" ? "AWS" : "GitHub");
});

test("a stand-in of a plugin alone is a mixture", () => {
  const { TF_REATTACH_PROVIDERS } = sandbox;
  expect(where({ TF_REATTACH_PROVIDERS })).toContain("!!! MIXED !!! LIVE: AWS, GitHub");
  expect(where({ TF_REATTACH_PROVIDERS: "{" })).toContain("LIVE");
});

test("is said of an account, the organisation, all environments, and any domain, of which DNS alone is asked", () => {
  expect(where(sandbox, { env: "account-444455556666" })).toBe(
    "where: account-444455556666, AWS account 444455556666, eu-west-1, SANDBOX two",
  );
  expect(where({}, { env: "organisation" })).toMatch(/^where: organisation, AWS account \d{12}, [a-z]+-[a-z]+-\d, LIVE$/);
  expect(where({}, { env: "all" })).toBe(where({}, {}));
  expect(where({}, {})).toMatch(/^where: all environments, AWS account \d{12}(, AWS account \d{12})*, LIVE$/);
  expect(where(sandbox, { env: "all" })).toMatch(/^where: all environments, AWS account \d{12}(, AWS account \d{12})*, SANDBOX two$/);
  expect(where({ AWS_ENDPOINT_URL: at(1) }, { domain: "example.com" })).toBe("where: example.com, LIVE");
});

test("what --env names nothing of is the fault that the verb tells", () => {
  expect(() => where({}, { env: "nowhere" })).toThrow(/^no environment is called "nowhere"/);
});

test("can be taken off", () => {
  expect(withoutWhere(`${where(sandbox)}\nplanning\nwhere: x\n`)).toBe("planning\nwhere: x\n");
});

test("local.md says what the variable is for", () => {
  expect(readFileSync(join(__dirname, "..", "..", "docs", "local.md"), "utf8")).toContain("`TWINPOST_SANDBOX`");
});

test("what is an example acts where a stand-in takes its place, and nowhere else", () => {
  const acts =
    (env: string, more: NodeJS.ProcessEnv = {}) =>
    () =>
      requireOwnData({ env }, { env: { ...fixtureEnv, ...more }, directory: "/" });
  for (const name of ["prod", "organisation", "account-111122223333"]) {
    expect(acts(name)).toThrow(expect.objectContaining({ exitCode: 2, changedNothing: true }));
    expect(acts(name, { AWS_ENDPOINT_URL: "http://127.0.0.1:1" })).not.toThrow();
  }
});
