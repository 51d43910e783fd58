/** Which settings name another address of a service than the real one: for AWS its own tools' settings, else ours. Pure. */
import { type ProviderName, providerNames, sendingProviders } from "../mail/providers/sending-providers";
import { dnsHosts } from "./dns-hosts/dns-hosts";
import { OperatorError } from "./operator-error";

/** Terraform has older names for some of AWS's addresses. */
const ofAws = /^(AWS_ENDPOINT_URL(_\w+)?|(TF_)?AWS_(S3|STS|IAM|DYNAMODB)_ENDPOINT)$/;
const ofApis = [...Object.values(dnsHosts), ...Object.values(sendingProviders)].flatMap(({ apiAddresses = [] }) => apiAddresses);

export const smtpSetting = (provider: ProviderName): string => `TWINPOST_SMTP_${provider.toUpperCase()}`;

/** What Terraform changes is there. It may be told to use plugins that run already, which decide for themselves. */
export const decidesPlan = (setting: string): boolean => isOfTerraform(setting) || setting === "TF_REATTACH_PROVIDERS";

type Variables = Readonly<Record<string, string | undefined>>;

/** A service that may be asked, and whether a stand-in on this machine answers in its place. */
export interface ServicePlace {
  service: string;
  isStandIn: boolean;
}

/** Whether a stand-in takes the place of a service. One is enough: what is not surely live is not live. */
export const namesStandIn = (env: Variables): boolean => servicePlaces(env).some(({ isStandIn }) => isStandIn);

/** Resolvers and a capture server may be on this machine in earnest, so theirs do not count. */
export function servicePlaces(env: Variables): ServicePlace[] {
  const places = (service: string, settings: readonly string[]): ServicePlace[] =>
    settings.map((setting) => ({ service, isStandIn: isOnThisMachine(env[setting]) }));
  return [
    ...awsPlaces(env),
    ...places("GitHub", ["GITHUB_API_URL"]),
    ...Object.values(dnsHosts).flatMap(({ title, apiAddresses = [] }) => places(title, apiAddresses)),
    ...Object.values(sendingProviders).flatMap(({ title, apiAddresses = [] }) => places(title, apiAddresses)),
    ...providerNames.flatMap((name) => {
      const { title, delivers } = sendingProviders[name];
      return delivers ? places(`${title}'s SMTP`, [smtpSetting(name)]) : [];
    }),
    // Name servers answer at port 53; whoever says another means stand-ins of theirs.
    { service: "DNS", isStandIn: ![undefined, "", "53"].includes(env.TWINPOST_DNS_PORT) },
    ...listed(env.TWINPOST_MAILBOXES).map((entry) => ({ service: "mailboxes", isStandIn: isOnThisMachine(entry.replace(/^[^=]*=/, "")) })),
  ];
}

/** One setting for all of AWS; another one for a single service wins. */
function awsPlaces(env: Variables): ServicePlace[] {
  const isStandIn = isOnThisMachine(env.AWS_ENDPOINT_URL);
  const single = Object.keys(env).filter((setting) => env[setting] && setting !== "AWS_ENDPOINT_URL" && ofAws.test(setting));
  // What Terraform's plugin and other programs obey, our own clients do not: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
  const areIgnored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === "true";
  return [
    { service: "AWS", isStandIn },
    ...single.map((setting) => ({ service: `AWS (${setting})`, isStandIn: isOnThisMachine(env[setting]) })),
    ...(areIgnored ? [{ service: "AWS (AWS_IGNORE_CONFIGURED_ENDPOINT_URLS)", isStandIn: false }] : []),
  ];
}

/**
 * Tokens, keys and values of secrets would be readable on their way: without TLS only this machine is talked to.
 * @throws OperatorError with exit code 2.
 */
export function requireSafeAddresses(env: Variables): void {
  for (const [setting, text] of Object.entries(env)) {
    if (!text || !namesHttp(setting)) continue;
    const addresses = setting === "TWINPOST_MAILBOXES" ? listed(text).map((entry) => entry.replace(/^[^=]*=/, "")) : [text];
    const unsafe = addresses.find((address) => /^http:/i.test(address.trim()) && !isOnThisMachine(address.trim()));
    if (unsafe !== undefined) throw unsafeAddress(setting, unsafe);
  }
}

const namesHttp = (setting: string): boolean =>
  isOfTerraform(setting) || ["GITHUB_API_URL", "TWINPOST_MAILBOXES", "TWINPOST_CAPTURE_URL"].includes(setting);

const unsafeAddress = (setting: string, address: string): OperatorError =>
  new OperatorError(
    `${setting} is an address without TLS, got "${withoutLogin(address)}", expected https://…; http:// only for this machine (localhost, 127.0.0.1)`,
    "use its https address (NODE_EXTRA_CA_CERTS names a private authority's certificate), or a tunnel that begins on this machine",
    { exitCode: 2 },
  );

const withoutLogin = (address: string): string => address.replace(/^([a-z]+:\/\/)[^/?#]*@/i, "$1…@");

const listed = (text = ""): string[] => text.split(",").flatMap((entry) => entry.trim() || []);

/** @param address a URL, or "host:port". */
export const isOnThisMachine = (address = ""): boolean => isLoopback(hostIn(address));

/** Of a URL or of "host:port". */
function hostIn(address: string): string {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`);
  return url?.hostname ?? "";
}

/** This machine alone, as a URL's `hostname` writes it: RFC 5735 4, RFC 4291 2.5.3 and 2.5.5.2, RFC 6761 6.3. */
const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])\.?$/i.test(host);

const isOfTerraform = (setting: string): boolean => ofAws.test(setting) || ofApis.includes(setting);
