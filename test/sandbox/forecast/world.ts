/** A domain that sends through both providers' stand-ins, set up and accepted; and what three receivers really do with its mail. */
import { createTransport } from "nodemailer";
import { createDnsClient } from "../../../adapters/dns/client";
import { createResolve } from "../../../adapters/dns/resolve";
import type { IamView } from "../../../sandbox/aws/iam-view";
import { CertificateAuthority } from "../../../sandbox/certificate-authority";
import { cloudflareNameServers } from "../../../sandbox/dns/name-servers";
import { startDns } from "../../../sandbox/dns/start";
import { type Zone, ZoneStore } from "../../../sandbox/dns/zones";
import { type Receivers, startReceivers } from "../../../sandbox/receivers/start";
import { RequestLog } from "../../../sandbox/request-log";
import { startSendgrid } from "../../../sandbox/sendgrid/start";
import { validate } from "../../../sandbox/sendgrid/validate";
import { expectedSmtpPassword } from "../../../sandbox/ses/smtp-password";
import { createSes, sesSourceAddress } from "../../../sandbox/ses/start";
import { startSubmission } from "../../../sandbox/submission/start";
import type { Surroundings } from "../../../sandbox/surroundings";
import { calm } from "../../../sandbox/trouble";

const region = "eu-west-1";
const sesKey = { id: "AKIAEXAMPLE", secret: "example-secret" };
const providers = ["sendgrid", "ses"] as const;
const volumes = ["ordinary", "bulk"] as const;

export type ForecastWorld = Awaited<ReturnType<typeof startForecastWorld>>;

/** One DNS record of a domain. */
export interface LiveRecord {
  id: string;
  type: "TXT" | "CNAME" | "MX";
  name: string;
  value: string;
}

export async function startForecastWorld() {
  const zones = new ZoneStore();
  const [dns, authority] = await Promise.all([startDns(zones), CertificateAuthority.create()]);
  const surroundings: Surroundings = { zones, resolver: dns.resolver, authority, log: new RequestLog(), trouble: calm() };
  const iam = {
    accessKey: async () => ({ secret: sesKey.secret, status: "Active", userName: "smtp" }),
    noteUse: () => {},
    allows: async () => true,
  } as unknown as IamView;
  const everySes = createSes(surroundings, { iam: () => iam });
  const ses = everySes.at("111122223333", region);
  const sendgrid = await startSendgrid(surroundings);
  // The rules for bulk senders never apply at the one, and to every message at the other.
  const receivers: Record<(typeof volumes)[number], Receivers> = {
    ordinary: await startReceivers(surroundings),
    bulk: await startReceivers(surroundings, { bulkAbove: 0 }),
  };
  const start = (backend: typeof ses.submission, name: string, sourceAddress: string, volume: (typeof volumes)[number]) =>
    startSubmission(surroundings, { backend, name, sourceAddress, route: receivers[volume].route });
  const submissions = {
    ordinary: {
      sendgrid: await start(sendgrid.submission, "smtp.sendgrid.net", "127.0.10.1", "ordinary"),
      ses: await start(ses.submission, "email-smtp.example", sesSourceAddress, "ordinary"),
    },
    bulk: {
      sendgrid: await start(sendgrid.submission, "smtp.sendgrid.net", "127.0.10.1", "bulk"),
      ses: await start(ses.submission, "email-smtp.example", sesSourceAddress, "bulk"),
    },
  };
  const logins = {
    sendgrid: { user: "apikey", pass: sendgrid.issueKey(["mail.send"]) },
    ses: { user: sesKey.id, pass: expectedSmtpPassword(sesKey.secret, region) },
  };

  /** Authenticates the domain at both providers. @returns its zone, and the records that both ask for. */
  async function setUp(domain: string, dmarc: string) {
    const zone = zones.open(domain.split(".").slice(-2).join("."), cloudflareNameServers);
    const authenticated = await sendgrid.state.authenticateDomain({
      domain,
      subdomain: "em",
      default: false,
      customSpf: false,
      customSelector: undefined,
    });
    const identity = ses.state.createIdentity(domain, undefined);
    identity.mailFrom = { domain: `bounce.${domain}`, behavior: "USE_DEFAULT_VALUE" };
    await Promise.all(identity.keys.map(({ key }) => key));
    const records: LiveRecord[] = [
      { id: "spf", type: "TXT", name: domain, value: "v=spf1 include:sendgrid.net include:amazonses.com ~all" },
      { id: "dmarc", type: "TXT", name: `_dmarc.${domain}`, value: dmarc },
      ...Object.values(authenticated.dns).map(
        ({ host, data }, index): LiveRecord => ({
          id: ["sendgrid_return_path", "sendgrid_dkim_1", "sendgrid_dkim_2"][index] ?? "",
          type: "CNAME",
          name: host,
          value: data,
        }),
      ),
      ...identity.keys.map(
        ({ token }, index): LiveRecord => ({
          id: `ses_dkim_${index + 1}`,
          type: "CNAME",
          name: `${token}._domainkey.${domain}`,
          value: `${token}.dkim.amazonses.com`,
        }),
      ),
      { id: "ses_mx", type: "MX", name: `bounce.${domain}`, value: `feedback-smtp.${region}.amazonses.com` },
      { id: "ses_spf", type: "TXT", name: `bounce.${domain}`, value: "v=spf1 include:amazonses.com ~all" },
    ];
    for (const record of records) publish(zone, record);
    await validate(authenticated, dns.resolver);
    return { zone, records, authenticated };
  }

  /** What becomes of one message by each provider to each receiver; "<provider> <receiver> <volume>" to outcome. */
  async function send(domain: string): Promise<Record<string, string>> {
    const sent = providers.flatMap((provider) => volumes.map((volume) => sendBy(provider, volume, domain)));
    return Object.assign({}, ...(await Promise.all(sent)));
  }

  async function sendBy(provider: (typeof providers)[number], volume: (typeof volumes)[number], domain: string) {
    const { port, idle, outcomes } = submissions[volume][provider];
    const all = receivers[volume].receivers;
    const name = (recipient: string): string => `${provider} ${recipient} ${volume}`;
    const subject = `${provider} ${volume} ${domain}`;
    const transport = createTransport({
      host: "127.0.0.1",
      port,
      requireTLS: true,
      tls: { rejectUnauthorized: false },
      auth: logins[provider],
    });
    const to = all.map((receiver) => `${domain.replaceAll(".", "-")}@${receiver.domain}`);
    try {
      await transport.sendMail({ from: `invitations@${domain}`, to, subject, text: "Hello Ann" });
    } catch (error) {
      if ((error as { responseCode?: number }).responseCode === 554)
        return Object.fromEntries(all.map((each) => [name(each.name), "not sent"]));
      throw error;
    }
    await idle();
    const told = await Promise.all(
      all.map(async (receiver) => {
        const outcome = outcomes.find(({ recipient }) => recipient === `${domain.replaceAll(".", "-")}@${receiver.domain}`);
        if (outcome?.result === "refused") return [name(receiver.name), outcome.code < 500 ? "deferred" : "refused"];
        const found = await fetch(`${receiver.url}/api/v1/search?query=${encodeURIComponent(`subject:"${subject}"`)}`);
        const { messages } = (await found.json()) as { messages: { Tags: string[] }[] };
        return [name(receiver.name), messages[0]?.Tags[0]?.toLowerCase()];
      }),
    );
    return Object.fromEntries(told);
  }

  return {
    zones,
    setUp,
    send,
    /** As `twinpost verify` makes it: SendGrid looks at DNS again. */
    lookAgain: ({ authenticated }: Awaited<ReturnType<typeof setUp>>) => validate(authenticated, dns.resolver),
    resolve: createResolve({ resolvers: [dns.resolver], client: createDnsClient({ timeoutMs: 3_000 }) }),
    stop: async () => {
      for (const each of volumes.flatMap((volume) => Object.values(submissions[volume]))) await each.stop();
      await Promise.all([...Object.values(receivers), sendgrid, everySes].map((each) => each.stop()));
      await dns.stop();
    },
  };
}

export function publish(zone: Zone, { id, type, name, value }: LiveRecord): void {
  const about = { name, ttl: 300 };
  if (type === "TXT") zone.set(id, { ...about, type, strings: value.match(/.{1,255}/g) ?? [] });
  else if (type === "MX") zone.set(id, { ...about, type, priority: 10, target: value });
  else zone.set(id, { ...about, type, target: value });
}
