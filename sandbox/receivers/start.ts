/**
 * Three receivers, Gmail, Outlook and Yahoo: one engine and three policies. Each has its MX and address records in the zone store, an
 * SMTP server and a mailbox over HTTP. Ports are not part of MX records: `route` says where an exchange really listens.
 */
import type { DNSResolver } from "mailauth";
import { receiverNameServers } from "../dns/name-servers";
import { resolverAt } from "../dns/node-resolver";
import type { ZoneStore } from "../dns/zones";
import { startHttpService } from "../http-service";
import type { Surroundings } from "../surroundings";
import { Mailbox } from "./mailbox";
import { gmail } from "./policies/gmail";
import { outlook } from "./policies/outlook";
import { yahoo } from "./policies/yahoo";
import type { ReceiverPolicy } from "./policy";
import { mailboxRoutes } from "./routes";
import { startSmtp } from "./server";

export interface Receiver {
  name: ReceiverPolicy["name"];
  domain: ReceiverPolicy["domain"];
  /** The host that the MX record names. */
  exchange: string;
  host: "127.0.0.1";
  port: number;
  /** The mailbox API. */
  url: string;
  setStartTls(offered: boolean): void;
  /** Messages per sending domain above which the rules for bulk senders apply; undefined is the receiver's own number. */
  setBulkAbove(messages: number | undefined): void;
}

export interface Receivers {
  receivers: Receiver[];
  /** Where a mail exchange listens; undefined for a host that is none of these. */
  route(mxHost: string): { host: string; port: number } | undefined;
  stop(): Promise<void>;
}

/** @param bulkAbove messages per sending domain above which the rules for bulk senders apply; 0 applies them always. */
export async function startReceivers(surroundings: Surroundings, { bulkAbove = 5000 } = {}): Promise<Receivers> {
  const started = await Promise.all([gmail, outlook, yahoo].map((policy) => startReceiver(policy, surroundings, bulkAbove)));
  const receivers = started.map(({ receiver }) => receiver);
  return {
    receivers,
    route(mxHost) {
      const wanted = mxHost.toLowerCase().replace(/\.$/, "");
      const receiver = receivers.find(({ exchange }) => exchange === wanted);
      return receiver && { host: receiver.host, port: receiver.port };
    },
    stop: async () => void (await Promise.all(started.map((each) => each.stop()))),
  };
}

async function startReceiver(policy: ReceiverPolicy, { zones, resolver, authority, log, trouble }: Surroundings, bulkAbove: number) {
  const { name, domain, exchange } = policy;
  publish(zones, policy);
  const mailbox = new Mailbox();
  const smtp = await startSmtp({
    policy,
    certificate: await authority.issue([exchange]),
    resolver: resolverAt(resolver) as DNSResolver,
    mailbox,
    log,
    bulkAbove,
  });
  const http = await startHttpService({
    service: name,
    routes: mailboxRoutes(mailbox),
    log,
    trouble,
    troubleBody: (status) => ({ Error: `injected ${status}` }),
  });
  const { port, setStartTls, setBulkAbove } = smtp;
  const receiver: Receiver = { name, domain, exchange, host: "127.0.0.1", port, url: http.url, setStartTls, setBulkAbove };
  return { receiver, stop: async () => void (await Promise.all([smtp.stop(), http.stop()])) };
}

function publish(zones: ZoneStore, { domain, exchange, mxPriority }: ReceiverPolicy): void {
  zones.open(domain, receiverNameServers).set("mx", { name: domain, ttl: 3600, type: "MX", priority: mxPriority, target: exchange });
  zones
    .open(exchange.split(".").slice(-2).join("."), receiverNameServers)
    .set("exchange", { name: exchange, ttl: 300, type: "A", target: "127.0.0.1" });
}
