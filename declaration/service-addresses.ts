/** Which settings name another address of a service than the real one: for AWS its own tools' settings, else ours. Pure. */
import { type ProviderName, providerNames, sendingProviders } from "../mail/providers/sending-providers";
import { dnsHosts } from "./dns-hosts/dns-hosts";

/** Terraform has older names for some of AWS's addresses. */
const ofAws = /^(AWS_ENDPOINT_URL(_\w+)?|(TF_)?AWS_(S3|STS|IAM|DYNAMODB)_ENDPOINT)$/;
const ofApis = [...Object.values(dnsHosts), ...Object.values(sendingProviders)].flatMap(({ apiAddresses = [] }) => apiAddresses);

export const smtpSetting = (provider: ProviderName): string => `TWINPOST_SMTP_${provider.toUpperCase()}`;
const ofSubmission = providerNames.filter((name) => sendingProviders[name].delivers).map(smtpSetting);

/** What Terraform changes is there. It may be told to use plugins that run already, which decide for themselves. */
export const decidesPlan = (setting: string): boolean => isOfTerraform(setting) || setting === "TF_REATTACH_PROVIDERS";

type Variables = Readonly<Record<string, string | undefined>>;

/** Whether a stand-in takes the place of a service. One is enough: what is not surely live is not live. */
export function namesStandIn(env: Variables): boolean {
  const isAtHome = Object.entries(env).some(([setting, address]) => address && namesService(setting) && loopback.test(address));
  return isAtHome || Boolean(env.TWINPOST_DNS_PORT);
}

const loopback = /(^|[/=,])(localhost|127(\.\d+){3}|\[::1\]|::1)(?=[:/,]|$)/i;

/** Resolvers and a capture server may be on this machine in earnest, so theirs do not count. */
const namesService = (setting: string): boolean =>
  isOfTerraform(setting) || [...ofSubmission, "GITHUB_API_URL", "TWINPOST_MAILBOXES"].includes(setting);

const isOfTerraform = (setting: string): boolean => ofAws.test(setting) || ofApis.includes(setting);
