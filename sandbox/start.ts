/** Starts every stand-in of one sandbox, wired together, on loopback; stops them all again. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startAws } from "./aws/start";
import { startCapture } from "./capture/start";
import { CertificateAuthority } from "./certificate-authority";
import { type Cloudflare, startCloudflare } from "./cloudflare/start";
import type { CloudflareZone } from "./cloudflare/state";
import { defaultTrouble } from "./default-trouble";
import { startDns } from "./dns/start";
import { ZoneStore } from "./dns/zones";
import { environmentVariables } from "./environment-variables";
import { startReceivers } from "./receivers/start";
import { RequestLog } from "./request-log";
import { startConnectProxy } from "./sendgrid/proxy";
import { startSendgrid } from "./sendgrid/start";
import { createSes, sesSourceAddress } from "./ses/start";
import { startSubmission } from "./submission/start";
import type { Surroundings } from "./surroundings";
import { startTerraformProviders } from "./terraform-providers/start";
import { Trouble, type TroubleRule } from "./trouble";

export interface SandboxOptions {
  /** For logs and certificates; made when absent. */
  directory: string;
  /** The zones that exist at Cloudflare. */
  zones: { id: string; name: string }[];
  aws: { account: string; region: string };
  /** Of the SendGrid account; "sandbox" unless told. */
  sendgridUsername?: string | undefined;
  /** Decides which calls are hit by trouble. */
  seed: string;
  trouble?: readonly TroubleRule[];
  terraformPlugins: "stand-ins" | "registry";
  /** Is told what takes long: moto is installed on first use. */
  narrate?(text: string): void;
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

export async function startSandbox(options: SandboxOptions) {
  const { directory, zones: cloudflareZones, aws: awsOptions, terraformPlugins } = options;
  mkdirSync(directory, { recursive: true });
  const running: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(service: T): T => {
    running.unshift(service);
    return service;
  };
  const stop = async (): Promise<void> => {
    await Promise.allSettled(running.splice(0).map((service) => service.stop()));
  };

  try {
    const zones = new ZoneStore();
    const [authority, dns] = await allStarted([CertificateAuthority.create(), startDns(zones).then(keep)]);
    const log = new RequestLog(join(directory, "requests.jsonl"));
    const trouble = new Trouble(options.seed, options.trouble ?? defaultTrouble);
    const surroundings: Surroundings = { zones, resolver: dns.resolver, authority, log, trouble };

    const ses = createSes(surroundings, { ...awsOptions, iam: () => aws.iam });
    const [aws, cloudflare, sendgrid, receivers] = await allStarted([
      startAws(surroundings, { directory, ...awsOptions, ses: ses.routes, narrate: options.narrate }).then(keep),
      startCloudflare(surroundings, { zones: cloudflareZones }).then(keep),
      startSendgrid(surroundings, options.sendgridUsername).then(keep),
      startReceivers(surroundings).then(keep),
    ]);
    for (const zone of cloudflare.state.zones.values()) publishOfficeMail(cloudflare, zone);
    const { route } = receivers;
    const [capture, sesSubmission, sendgridSubmission, proxy, providers] = await allStarted([
      startCapture(surroundings, { directory: join(directory, "capture") }).then(keep),
      startSubmission(surroundings, {
        backend: ses.submission,
        name: `email-smtp.${awsOptions.region}.amazonaws.com`,
        sourceAddress: sesSourceAddress,
        route,
      }).then(keep),
      startSubmission(surroundings, { backend: sendgrid.submission, name: "smtp.sendgrid.net", sourceAddress: "127.0.10.1", route }).then(
        keep,
      ),
      startConnectProxy({ authority, targets: { "api.sendgrid.com": sendgrid.url } }).then(keep),
      startTerraformProviders({
        directory,
        cloudflare: { url: cloudflare.url, token: cloudflare.token },
        sendgrid: { url: sendgrid.url, apiKey: sendgrid.adminKey },
      }).then(keep),
    ]);

    const env = environmentVariables({
      aws: { ...aws, region: awsOptions.region },
      cloudflare,
      sendgrid: { url: sendgrid.url, apiKey: sendgrid.adminKey, proxyUrl: proxy.url },
      submission: { sendgrid: sendgridSubmission, ses: sesSubmission, capture },
      capture,
      dns,
      mailboxes: Object.fromEntries(receivers.receivers.map(({ domain, url }) => [domain, url])),
      ...writeAuthorities(directory, authority.pem),
      plugins: terraformPlugins === "stand-ins" ? { kind: "stand-ins", reattach: providers.reattach } : { kind: "registry" },
    });
    return { env, zones, log, trouble, aws, ses, cloudflare, sendgrid, receivers, capture, sesSubmission, sendgridSubmission, dns, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A company's domain receives mail already when Twinpost comes to it; nobody sends to it here. */
function publishOfficeMail({ state }: Cloudflare, zone: CloudflareZone): void {
  const record = { ttl: 3600, proxied: false, comment: null, tags: [] };
  state.create(zone, { ...record, type: "MX", name: zone.name, content: `mx.${zone.name}`, priority: 10 });
  state.create(zone, { ...record, type: "A", name: `mx.${zone.name}`, content: "127.0.0.1" });
}

/** Promise.all that waits for every service: one that is up only after another has failed must be stopped as well. */
async function allStarted<T extends unknown[]>(starting: { [Index in keyof T]: Promise<T[Index]> }): Promise<T> {
  await Promise.allSettled(starting);
  return (await Promise.all(starting)) as T;
}

/** The machine's own bundle may be named by SSL_CERT_FILE; it is added to, never replaced. */
function writeAuthorities(directory: string, pem: string): { authorityFile: string; bundleFile: string } {
  const authorityFile = join(directory, "authority.pem");
  const bundleFile = join(directory, "authorities.pem");
  const own = [process.env.SSL_CERT_FILE, "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];
  const machine = own.find((file) => file !== undefined && existsSync(file));
  writeFileSync(authorityFile, pem);
  writeFileSync(bundleFile, `${machine ? readFileSync(machine, "utf8") : ""}\n${pem}`);
  return { authorityFile, bundleFile };
}
