/** Starts every stand-in of one sandbox, wired together, on loopback; stops them all again. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { awsInventory } from "./aws/inventory";
import { startAws } from "./aws/start";
import type { VerifyWebIdentity } from "./aws/sts/web-identity";
import { startCapture } from "./capture/start";
import { CertificateAuthority } from "./certificate-authority";
import { type Cloudflare, startCloudflare } from "./cloudflare/start";
import type { CloudflareZone } from "./cloudflare/state";
import { defaultDnsTrouble, defaultTrouble } from "./default-trouble";
import { type DnsTrouble, startDns } from "./dns/start";
import { ZoneStore } from "./dns/zones";
import { startDnsHost } from "./dns-host/start";
import { environmentVariables } from "./environment-variables";
import { startGithub } from "./github/start";
import type { KnownToGithub } from "./github/state";
import { cloudflareInventory, githubInventory, sendgridInventory, sesInventory, type Thing } from "./inventory";
import { startReceivers } from "./receivers/start";
import { RequestLog } from "./request-log";
import { type OutsideNames, publishSenders } from "./senders/publish";
import type { Reach } from "./sendgrid/events/posts";
import { startConnectProxy } from "./sendgrid/proxy";
import { type Subuser, startSendgrid } from "./sendgrid/start";
import { createSes, type Ses, sesSourceAddress } from "./ses/start";
import { type Submission, startSubmission } from "./submission/start";
import type { Surroundings } from "./surroundings";
import { startTerraformProviders } from "./terraform-providers/start";
import { Trouble, type TroubleRule } from "./trouble";

export interface AwsPlace {
  account: string;
  region: string;
}

export interface SandboxOptions {
  /** For logs and certificates; made when absent. */
  directory: string;
  /** The zones that exist at Cloudflare. */
  zones: { id: string; name: string }[];
  /** Accounts, teams and repositories at GitHub; none unless told. */
  github?: KnownToGithub;
  /** Zones whose DNS host is another. */
  zonesElsewhere?: readonly string[];
  /** Names to which declared records refer, and which no stand-in has. */
  outside?: OutsideNames;
  /** Of the SendGrid account; "sandbox" unless told. */
  sendgridUsername?: string | undefined;
  /** That the account has; an administrator makes them. */
  sendgridSubusers?: readonly Subuser[];
  /** Every account has an administrator of its own, and every region a submission server. The first is where variables point unless told. */
  aws: readonly [AwsPlace, ...AwsPlace[]];
  /** Users of IAM who are in their accounts from the beginning, by ARN. */
  people?: readonly string[];
  /** Decides which calls are hit by trouble. */
  seed: string;
  trouble?: readonly TroubleRule[];
  /** Of DNS; none when the rules are given and this is not. */
  dnsTrouble?: DnsTrouble;
  terraformPlugins: "stand-ins" | "registry";
  /** Is told what takes long: moto is installed on first use. */
  narrate?(text: string): void;
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

export async function startSandbox(options: SandboxOptions) {
  const { directory, zones: cloudflareZones, aws: places, terraformPlugins } = options;
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

    const ses: Ses = keep(
      createSes(surroundings, {
        iam: (account) => aws.account(account).iam,
        topicExists: (arn) => aws.topicExists(arn),
        tell: (event) => aws.cloudwatch.learnFromSes(event),
        publish: async (publication) => void (await aws.sns.publish(publication)),
      }),
    );
    // GitHub is started at the same time, and asked once a job shows its token.
    const verifyWebIdentity: VerifyWebIdentity = (token) => github.jobs.verifyWebIdentity(token);
    const reach: Reach = (url) => aws.apiGateway.reach(url);
    const [aws, cloudflare, dnsHost, sendgrid, github, receivers] = await allStarted([
      startAws(surroundings, {
        directory,
        accounts: [...new Set(places.map(({ account }) => account))],
        ses: (account, region) => ses.at(account, region).routes,
        sesTags: (account, region, arn) => ses.tagsOf(account, region, arn),
        verifyWebIdentity,
        functionAddresses: (): Record<string, string> => ({
          TWINPOST_SENDGRID_URL: sendgrid.url,
          TWINPOST_SENDGRID_EU_URL: sendgrid.euUrl,
          // No registry is imitated, and none is asked from here.
          TWINPOST_RDAP_URL: "http://127.0.0.1:9/",
          // Nor the declared web address, whose certificate is looked at once a day.
          TWINPOST_FRONTEND_URL: "https://127.0.0.1:9",
        }),
        people: options.people ?? [],
        narrate: options.narrate,
      }).then(keep),
      startCloudflare(surroundings, { zones: cloudflareZones }).then(keep),
      startDnsHost(surroundings, options.zonesElsewhere ?? []).then(keep),
      startSendgrid(surroundings, {
        username: options.sendgridUsername,
        subusers: options.sendgridSubusers ?? [],
        reach,
      }).then(keep),
      startGithub(surroundings, options.github ?? { accounts: [], teams: [], repositories: [] }).then(keep),
      startReceivers(surroundings).then(keep),
    ]);
    publishSenders(zones, options.outside ?? { includes: [], hosts: [], exchanging: [] });
    sendgrid.prepareKeys();
    for (const zone of cloudflare.state.zones.values()) publishOfficeMail(cloudflare, zone);
    dns.setTrouble(options.dnsTrouble ?? (options.trouble ? undefined : defaultDnsTrouble));
    const { route } = receivers;
    const startSesSubmission = async (region: string): Promise<[string, Submission]> => {
      const name = `email-smtp.${region}.amazonaws.com`;
      const started = startSubmission(surroundings, { backend: ses.submission(region), name, sourceAddress: sesSourceAddress, route });
      return [region, await started.then(keep)];
    };
    const regions = [...new Set(places.map(({ region }) => region))];
    const [capture, sesSubmissions, sendgridSubmission, proxy, providers] = await allStarted([
      startCapture(surroundings, { directory: join(directory, "capture") }).then(keep),
      allStarted(regions.map(startSesSubmission)).then((started) => new Map(started)),
      startSubmission(surroundings, { backend: sendgrid.submission, name: "smtp.sendgrid.net", sourceAddress: "127.0.10.1", route }).then(
        keep,
      ),
      startConnectProxy({ authority, targets: { "api.sendgrid.com": sendgrid.url, "api.eu.sendgrid.com": sendgrid.euUrl } }).then(keep),
      startTerraformProviders({
        cloudflare: { url: cloudflare.url, token: cloudflare.token },
        sendgrid: { url: sendgrid.url, euUrl: sendgrid.euUrl, apiKey: sendgrid.adminKey },
      }).then(keep),
    ]);

    const addresses = {
      cloudflare,
      github,
      sendgrid: { url: sendgrid.url, euUrl: sendgrid.euUrl, apiKey: sendgrid.adminKey, proxyUrl: proxy.url },
      capture,
      dns,
      mailboxes: Object.fromEntries(receivers.receivers.map(({ domain, url }) => [domain, url])),
      ...writeAuthorities(directory, authority.pem),
      plugins:
        terraformPlugins === "stand-ins" ? { kind: "stand-ins" as const, reattach: providers.reattach } : { kind: "registry" as const },
    };
    /** The variables of somebody who is logged in to one account: they open no other. */
    const envAt = ({ account, region }: AwsPlace): Record<string, string> => {
      const submission = sesSubmissions.get(region);
      if (!submission) throw new Error(`the sandbox has no region ${region}`);
      return environmentVariables({
        ...addresses,
        aws: { url: aws.url, region, ...aws.account(account) },
        submission: { sendgrid: sendgridSubmission, ses: submission, capture },
      });
    };
    const distinct = new Map(places.map((place) => [`${place.account} ${place.region}`, place]));
    const inventory = async (): Promise<Thing[]> => {
      const inAws = await Promise.all(
        [...distinct.values()].map((place) =>
          awsInventory({ motoUrl: aws.motoUrl, secrets: aws.secrets, sns: aws.sns, cloudwatch: aws.cloudwatch, ...place }),
        ),
      );
      const inSes = [...distinct.values()].map(({ account, region }) => sesInventory(ses.at(account, region).state));
      return [
        ...inAws.flat(),
        ...[...distinct.values()].flatMap(({ account, region }) =>
          aws.lambda.inventory(account, region).map((what) => ({ what: `${account} ${what}`, scheduled: false })),
        ),
        ...aws.apiGateway.apis().map(({ account, name }) => ({ what: `${account} HTTP API ${name}`, scheduled: false })),
        ...inSes.flat(),
        ...cloudflareInventory(cloudflare.state),
        ...dnsHost.inventory(),
        ...sendgridInventory(sendgrid.state),
        ...githubInventory(github.state),
      ];
    };
    const env = envAt(places[0]);
    return {
      env,
      envAt,
      /** Tokens that only read, by the variables of those that write. */
      readTokens: { CLOUDFLARE_API_TOKEN: cloudflare.readToken, SENDGRID_API_KEY: sendgrid.readKey } as Record<string, string>,
      inventory,
      zones,
      log,
      trouble,
      aws,
      ses,
      cloudflare,
      dnsHost,
      sendgrid,
      github,
      receivers,
      capture,
      sesSubmissions,
      sendgridSubmission,
      dns,
      stop,
    };
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
