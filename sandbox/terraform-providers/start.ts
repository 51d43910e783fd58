/**
 * Starts the two Terraform providers that need no binary: Terraform finds them through TF_REATTACH_PROVIDERS, and `terraform init` then
 * downloads nothing for them. A reattached provider does not see Terraform's environment, so its tokens come from here, unless the
 * provider block names others.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cloudflareProvider } from "./cloudflare";
import { sendgridProvider } from "./sendgrid";
import { serveProvider } from "./serve";

export interface TerraformProvidersOptions {
  /** For the unix sockets. */
  directory: string;
  /** `url` includes /client/v4. */
  cloudflare: { url: string; token: string };
  /** `url` is without /v3. */
  sendgrid: { url: string; apiKey: string };
}

export interface TerraformProviders {
  /** The value of TF_REATTACH_PROVIDERS. */
  reattach: string;
  stop(): Promise<void>;
}

export async function startTerraformProviders(options: TerraformProvidersOptions): Promise<TerraformProviders> {
  const { directory, isOurs } = socketDirectory(options.directory);
  const providers = {
    "registry.terraform.io/cloudflare/cloudflare": cloudflareProvider(options.cloudflare),
    "registry.terraform.io/kenzo0107/sendgrid": sendgridProvider(options.sendgrid),
  };
  const served = await Promise.all(
    Object.entries(providers).map(async ([address, provider], index) => {
      const socket = join(directory, `tf${index}.sock`);
      return { stop: await serveProvider(provider, socket), entry: [address, reattachment(socket)] };
    }),
  );
  return {
    reattach: JSON.stringify(Object.fromEntries(served.map(({ entry }) => entry))),
    async stop() {
      for (const { stop } of served) stop();
      if (isOurs) rmSync(directory, { recursive: true, force: true });
    },
  };
}

const reattachment = (socket: string): object => ({
  Protocol: "grpc",
  ProtocolVersion: 6,
  Pid: process.pid,
  Test: true,
  Addr: { Network: "unix", String: socket },
});

/** A socket's path is limited to 108 bytes, the final zero included (unix(7)). */
function socketDirectory(wanted: string): { directory: string; isOurs: boolean } {
  if (Buffer.byteLength(join(wanted, "tf0.sock")) < 108) return { directory: wanted, isOurs: false };
  return { directory: mkdtempSync(join(tmpdir(), "tf-")), isOurs: true };
}
