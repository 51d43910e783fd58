/** Three receivers, a DNS server, and a sender whose domains pass or fail as a test asks. */
import { generateKeyPairSync } from "node:crypto";
import { createTransport, type SendMailOptions } from "nodemailer";
import { CertificateAuthority } from "../../../sandbox/certificate-authority";
import { cloudflareNameServers } from "../../../sandbox/dns/name-servers";
import { startDns } from "../../../sandbox/dns/start";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { type Receiver, startReceivers } from "../../../sandbox/receivers/start";
import { RequestLog } from "../../../sandbox/request-log";
import { calm } from "../../../sandbox/trouble";

/** The only address that the sending domains' SPF records name. */
const permitted = "127.0.10.1";
export const stranger = "127.0.10.9";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicKeyText = publicKey.export({ type: "spki", format: "der" }).toString("base64");

export interface Mail extends Partial<SendMailOptions> {
  mailFrom?: string;
  /** RCPT TO, when it is not the To header's. */
  recipient?: string;
  /** The d= of the signature; unsigned when absent. */
  signedBy?: string;
  localAddress?: string;
  ignoreTls?: boolean;
  /** Instead of the one already open: smtp-server greets after 100 ms. */
  newConnection?: boolean;
  /** Changes the message between the signature and the receiver. */
  tamper?: (raw: string) => string;
}

export async function startWorld(options: { bulkAbove?: number } = {}) {
  const zones = new ZoneStore();
  const dns = await startDns(zones);
  const authority = await CertificateAuthority.create();
  const log = new RequestLog();
  const started = await startReceivers({ zones, resolver: dns.resolver, authority, log, trouble: calm() }, options);

  const receiver = (name: Receiver["name"]): Receiver => {
    const found = started.receivers.find((each) => each.name === name);
    if (!found) throw new Error(name);
    return found;
  };

  const pools = new Map<string, ReturnType<typeof createPool>>();

  function createPool(name: Receiver["name"], localAddress: string, ignoreTLS: boolean) {
    const { port, exchange } = receiver(name);
    const tls = { ca: authority.pem, servername: exchange };
    return createTransport({
      pool: true,
      maxConnections: 1,
      host: "127.0.0.1",
      port,
      name: "out.reject.example",
      localAddress,
      ignoreTLS,
      tls,
    });
  }

  function connect(name: Receiver["name"], localAddress: string, ignoreTls: boolean, isNew: boolean) {
    const key = `${name} ${localAddress} ${ignoreTls}`;
    if (isNew) pools.get(key)?.close();
    const pool = (isNew ? undefined : pools.get(key)) ?? createPool(name, localAddress, ignoreTls);
    pools.set(key, pool);
    return pool;
  }

  async function send(name: Receiver["name"], mail: Mail): Promise<string> {
    const {
      mailFrom = "bounce@reject.example",
      signedBy,
      localAddress = permitted,
      ignoreTls = false,
      newConnection = false,
      tamper,
      recipient,
      ...message
    } = mail;
    const to = message.to ?? `ann@${receiver(name).domain}`;
    const raw = await compose({ from: "Billing <billing@reject.example>", subject: "Hello", text: "Hello Ann", to, ...message }, signedBy);
    const transport = connect(name, localAddress, ignoreTls, newConnection);
    const sent = await transport.sendMail({ envelope: { from: mailFrom, to: recipient ?? String(to) }, raw: tamper ? tamper(raw) : raw });
    return sent.response;
  }

  const get = (name: Receiver["name"], path: string): Promise<Response> => fetch(`${receiver(name).url}${path}`);

  return {
    zones,
    dns,
    authority,
    log,
    receivers: started,
    receiver,
    send,
    get,
    /** The raw source of the newest message. */
    latest: async (name: Receiver["name"]): Promise<string> => (await get(name, "/api/v1/message/latest/raw")).text(),
    tags: async (name: Receiver["name"]): Promise<string[]> =>
      ((await (await get(name, "/api/v1/message/latest")).json()) as { Tags: string[] }).Tags,
    empty: async (name: Receiver["name"]) => void (await fetch(`${receiver(name).url}/api/v1/messages`, { method: "DELETE" })),
    stop: async () => {
      for (const pool of pools.values()) pool.close();
      await started.stop();
      await dns.stop();
    },
  };
}

/** Publishes SPF, a DKIM key with selector s1 and, unless undefined, a DMARC record for a domain. */
export function publishSender(zones: ZoneStore, domain: string, dmarc: string | undefined): void {
  const zone = zones.open(domain, cloudflareNameServers);
  const txt = (name: string, ...strings: string[]): void => zone.set(name, { name, ttl: 300, type: "TXT", strings });
  txt(domain, `v=spf1 ip4:${permitted} -all`);
  txt(`s1._domainkey.${domain}`, "v=DKIM1; k=rsa; p=", publicKeyText.slice(0, 200), publicKeyText.slice(200));
  if (dmarc) txt(`_dmarc.${domain}`, dmarc);
}

async function compose(message: SendMailOptions, signedBy: string | undefined): Promise<string> {
  const dkim = signedBy && {
    domainName: signedBy,
    keySelector: "s1",
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const { message: raw } = await transport.sendMail({ ...message, ...(dkim ? { dkim } : {}) });
  return String(raw);
}
