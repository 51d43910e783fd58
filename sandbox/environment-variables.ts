/**
 * The environment variables that point a program at this sandbox. They are settings that the product has anyway, for private endpoints and
 * authorities, and those of AWS and Terraform: no program needs to know that it talks to stand-ins. Pure.
 */

export interface SandboxAddresses {
  aws: { url: string; region: string; accessKeyId: string; secretAccessKey: string };
  cloudflare: { url: string; token: string };
  github: { url: string; token: string };
  sendgrid: { url: string; euUrl: string; apiKey: string; proxyUrl: string };
  /** By sending provider. */
  submission: Record<string, { host: string; port: number }>;
  capture: { url: string; directory: string };
  dns: { resolvers: readonly string[]; port: number };
  /** Base URLs of the receivers' mailboxes, by mail domain. */
  mailboxes: Record<string, string>;
  /** File with the sandbox's certificate authority. */
  authorityFile: string;
  /** File with the machine's own authorities and the sandbox's: programs that read only one file must still trust the world. */
  bundleFile: string;
  /** How Terraform reaches its Cloudflare and SendGrid providers: stand-ins that are running already, or real plugins. */
  plugins: { kind: "stand-ins"; reattach: string } | { kind: "registry" };
}

export function environmentVariables(addresses: SandboxAddresses): Record<string, string> {
  const { aws, cloudflare, sendgrid, github, submission, capture, dns, mailboxes, authorityFile } = addresses;
  return {
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: aws.region,
    // What boto3 and the AWS CLI 1 read instead.
    AWS_DEFAULT_REGION: aws.region,
    AWS_ACCESS_KEY_ID: aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
    AWS_SESSION_TOKEN: "",
    AWS_PROFILE: "",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_S3_USE_PATH_STYLE: "true",
    CLOUDFLARE_API_TOKEN: cloudflare.token,
    SENDGRID_API_KEY: sendgrid.apiKey,
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.url,
    TWINPOST_CLOUDFLARE_URL: cloudflare.url,
    // For Terraform without Twinpost around it: the stacks' variable for the same address.
    TF_VAR_cloudflare_base_url: cloudflare.url,
    TWINPOST_SENDGRID_URL: sendgrid.url,
    TWINPOST_SENDGRID_EU_URL: sendgrid.euUrl,
    ...Object.fromEntries(
      Object.entries(submission).map(([provider, { host, port }]) => [`TWINPOST_SMTP_${provider.toUpperCase()}`, `${host}:${port}`]),
    ),
    TWINPOST_CAPTURE_URL: capture.url,
    TWINPOST_CAPTURE_DIRECTORY: capture.directory,
    TWINPOST_DNS_RESOLVERS: dns.resolvers.join(","),
    TWINPOST_DNS_PORT: String(dns.port),
    TWINPOST_MAILBOXES: Object.entries(mailboxes)
      .map(([domain, url]) => `${domain}=${url}`)
      .join(","),
    TWINPOST_CA_FILE: authorityFile,
    ...pluginVariables(addresses),
  };
}

/**
 * A real SendGrid plugin has no setting for another address, but as a plain Go program it honours a proxy and a bundle of authorities.
 * Terraform itself must still reach the registry, past the proxy.
 */
function pluginVariables({ plugins, sendgrid, bundleFile }: SandboxAddresses): Record<string, string> {
  if (plugins.kind === "stand-ins") return { TF_REATTACH_PROVIDERS: plugins.reattach };
  return {
    HTTPS_PROXY: sendgrid.proxyUrl,
    NO_PROXY: "127.0.0.1,localhost,registry.terraform.io,releases.hashicorp.com,github.com,.githubusercontent.com",
    SSL_CERT_FILE: bundleFile,
  };
}
