/**
 * Every address that Twinpost talks to, in one place: the real ones, unless a setting names another. A stand-in, a proxy or a private
 * endpoint is a setting like any other; nothing else in the product knows where it is talking to.
 * AWS is not here: its SDKs and Terraform read `AWS_ENDPOINT_URL` themselves.
 */
import { readFileSync } from "node:fs";

export interface SmtpEndpoint {
  host: string;
  port: number;
}

export interface Endpoints {
  /** Base URL of the Cloudflare API, without a final slash; undefined means the real one, for Terraform too. */
  cloudflare: string | undefined;
  /** Base URL of the SendGrid API, without a final slash. */
  sendgrid: string;
  /** Where the SMTP submission of a sending provider is reached, instead of its own host; keyed by provider name. */
  smtp: Partial<Record<string, SmtpEndpoint>>;
  /** Recursive resolvers, as "address" or "address:port". */
  resolvers: string[];
  /** The port at which authoritative name servers answer. */
  dnsPort: number;
  /** Base URLs of mailbox APIs, keyed by mail domain. */
  mailboxes: Record<string, string>;
  /** PEM of private certificate authorities to trust besides the public ones. */
  privateAuthorities: string | undefined;
}

type Settings = Readonly<Record<string, string | undefined>>;

/**
 * Settings: `TWINPOST_CLOUDFLARE_URL`, `TWINPOST_SENDGRID_URL`, `TWINPOST_SMTP_SENDGRID` and `TWINPOST_SMTP_SES` ("host:port"),
 * `TWINPOST_DNS_RESOLVERS` ("a,b:port"), `TWINPOST_DNS_PORT`, `TWINPOST_MAILBOXES` ("gmail.com=http://…,…"), `TWINPOST_CA_FILE`.
 */
export function readEndpoints(env: Settings): Endpoints {
  const caFile = env.TWINPOST_CA_FILE;
  return {
    cloudflare: trimSlash(env.TWINPOST_CLOUDFLARE_URL),
    sendgrid: trimSlash(env.TWINPOST_SENDGRID_URL) ?? "https://api.sendgrid.com",
    smtp: { sendgrid: hostAndPort(env.TWINPOST_SMTP_SENDGRID), ses: hostAndPort(env.TWINPOST_SMTP_SES) },
    resolvers: list(env.TWINPOST_DNS_RESOLVERS) ?? ["1.1.1.1", "8.8.8.8", "9.9.9.9"],
    dnsPort: Number(env.TWINPOST_DNS_PORT ?? 53),
    mailboxes: Object.fromEntries((list(env.TWINPOST_MAILBOXES) ?? []).map((entry) => splitOnce(entry, "="))),
    privateAuthorities: caFile ? readFileSync(caFile, "utf8") : undefined,
  };
}

const trimSlash = (url: string | undefined): string | undefined => url?.replace(/\/$/, "");

const list = (text: string | undefined): string[] | undefined => text?.split(",").filter((entry) => entry !== "");

function hostAndPort(text: string | undefined): SmtpEndpoint | undefined {
  if (!text) return undefined;
  const [host, port] = splitOnce(text, ":");
  return { host, port: Number(port) };
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return [text.slice(0, index), text.slice(index + 1)];
}
