/**
 * Starts the two Terraform providers that need no binary: Terraform finds them through TF_REATTACH_PROVIDERS, and `terraform init` then
 * downloads nothing for them. A reattached provider does not see Terraform's environment, so its tokens come from here, unless the
 * provider block names others.
 */
import { cloudflareProvider } from "./cloudflare";
import { type SendgridFallback, sendgridProvider } from "./sendgrid";
import { serveProvider } from "./serve";

export interface TerraformProvidersOptions {
  /** `url` includes /client/v4. */
  cloudflare: { url: string; token: string };
  sendgrid: SendgridFallback;
}

export interface TerraformProviders {
  /** The value of TF_REATTACH_PROVIDERS. */
  reattach: string;
  stop(): Promise<void>;
}

export async function startTerraformProviders(options: TerraformProvidersOptions): Promise<TerraformProviders> {
  const providers = {
    "registry.terraform.io/cloudflare/cloudflare": cloudflareProvider(options.cloudflare),
    "registry.terraform.io/kenzo0107/sendgrid": sendgridProvider(options.sendgrid),
  };
  const served = await Promise.all(
    Object.entries(providers).map(async ([address, provider]) => {
      const { port, stop } = await serveProvider(provider);
      return { stop, entry: [address, reattachment(port)] };
    }),
  );
  return {
    reattach: JSON.stringify(Object.fromEntries(served.map(({ entry }) => entry))),
    async stop() {
      for (const { stop } of served) stop();
    },
  };
}

const reattachment = (port: number): object => ({
  Protocol: "grpc",
  ProtocolVersion: 6,
  Pid: process.pid,
  Test: true,
  Addr: { Network: "tcp", String: `127.0.0.1:${port}` },
});
