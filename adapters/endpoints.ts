/**
 * Every address that Twinpost talks to, in one place: the real ones, unless a setting names another. A stand-in, a proxy or a private
 * endpoint is a setting like any other; nothing else in the product knows where it is talking to.
 * AWS is not here: its SDKs and Terraform read `AWS_ENDPOINT_URL` themselves.
 */
import { OperatorError } from "../declaration/operator-error";
import { smtpSetting } from "../declaration/service-addresses";
import type { SendgridRegion } from "../mail/providers/sendgrid-use";
import { type ProviderName, providerNames } from "../mail/providers/sending-providers";
import { readBoundedFile } from "./limits";

interface SmtpEndpoint {
  host: string;
  port: number;
}

export interface Endpoints {
  /** Base URL of the Cloudflare API, without a final slash; undefined means the real one, for Terraform too. */
  cloudflare: string | undefined;
  /** Base URL of GitHub's REST API, without a final slash; of GitHub Enterprise Server it ends with /api/v3. */
  github: string;
  /** Base URLs of the SendGrid API, without a final slash: an EU subuser has a host of its own. */
  sendgrid: Record<SendgridRegion, string>;
  /** Where the SMTP submission of a sending provider is reached, instead of its own host. */
  smtp: Partial<Record<ProviderName, SmtpEndpoint>>;
  /** Recursive resolvers, as "address" or "address:port". */
  resolvers: string[];
  /** The port at which authoritative name servers answer. */
  dnsPort: number;
  /** Base URLs of mailbox APIs, keyed by mail domain. */
  mailboxes: Record<string, string>;
  /** Base URL of the capture server's mailbox API, instead of the declared one. */
  capture: string | undefined;
  /** PEM of private certificate authorities that SMTP trusts besides the public ones. For HTTPS Node reads `NODE_EXTRA_CA_CERTS` itself. */
  privateAuthorities: string | undefined;
}

type Settings = Readonly<Record<string, string | undefined>>;

/**
 * Settings: `TWINPOST_CLOUDFLARE_URL`, `TWINPOST_SENDGRID_URL`, `TWINPOST_SENDGRID_EU_URL`, `TWINPOST_SMTP_SENDGRID`, `TWINPOST_SMTP_SES` and so on ("host:port"),
 * `TWINPOST_DNS_RESOLVERS` ("a,b:port"), `TWINPOST_DNS_PORT`, `TWINPOST_MAILBOXES` ("gmail.com=http://…,…"),
 * `TWINPOST_CAPTURE_URL`, `TWINPOST_CA_FILE`. `GITHUB_API_URL` is as GitHub Actions sets it.
 * `NODE_EXTRA_CA_CERTS` is honoured for SMTP too, where naming authorities takes the place of all that Node would trust.
 */
export function readEndpoints(env: Settings): Endpoints {
  return {
    cloudflare: trimSlash(env.TWINPOST_CLOUDFLARE_URL),
    github: trimSlash(env.GITHUB_API_URL) ?? "https://api.github.com",
    sendgrid: {
      global: trimSlash(env.TWINPOST_SENDGRID_URL) ?? "https://api.sendgrid.com",
      eu: trimSlash(env.TWINPOST_SENDGRID_EU_URL) ?? "https://api.eu.sendgrid.com",
    },
    smtp: Object.fromEntries(providerNames.map((name) => [name, readSmtp(smtpSetting(name), env)])),
    resolvers: list(env.TWINPOST_DNS_RESOLVERS) ?? ["1.1.1.1", "8.8.8.8", "9.9.9.9"],
    dnsPort: env.TWINPOST_DNS_PORT ? readPort("TWINPOST_DNS_PORT", env.TWINPOST_DNS_PORT) : 53,
    mailboxes: readMailboxes("TWINPOST_MAILBOXES", env),
    capture: trimSlash(env.TWINPOST_CAPTURE_URL),
    privateAuthorities: readAuthorities(["TWINPOST_CA_FILE", "NODE_EXTRA_CA_CERTS"], env),
  };
}

/** An empty setting counts as none, as it does for AWS and Terraform. */
const trimSlash = (url: string | undefined): string | undefined => url?.replace(/\/$/, "") || undefined;

function list(text: string | undefined): string[] | undefined {
  const entries = text?.split(",").map((entry) => entry.trim());
  return entries?.some(Boolean) ? entries.filter(Boolean) : undefined;
}

function readSmtp(setting: string, env: Settings): SmtpEndpoint | undefined {
  const text = env[setting];
  if (!text) return undefined;
  const [, host, port] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (!host || !port) throw faulty(setting, text, "host:port");
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port: readPort(setting, port) };
}

function readPort(setting: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw faulty(setting, text, "a port from 1 to 65535");
  return port;
}

function readMailboxes(setting: string, env: Settings): Record<string, string> {
  const entries = (list(env[setting]) ?? []).map((entry): [string, string] => {
    const [, domain, url] = /^([^=]+)=(https?:.+)$/.exec(entry) ?? [];
    if (!domain || !url) throw faulty(setting, entry, "domain=https://...");
    return [domain, trimSlash(url) ?? url];
  });
  return Object.fromEntries(entries);
}

function readAuthorities(settings: string[], env: Settings): string | undefined {
  const found = settings.flatMap((setting) => (env[setting] ? [readPem(setting, env[setting])] : []));
  return found.length > 0 ? found.join("\n") : undefined;
}

function readPem(setting: string, file: string): string {
  try {
    return readBoundedFile(file);
  } catch (cause) {
    throw new OperatorError(`${setting}: "${file}" cannot be read`, undefined, { cause, exitCode: 2 });
  }
}

const faulty = (setting: string, got: string, expected: string): OperatorError =>
  new OperatorError(`${setting} is not understood, got "${got}", expected ${expected}`, undefined, { exitCode: 2 });
