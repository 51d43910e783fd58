/** A SendGrid stand-in with DNS, and a zone of a customer who does what SendGrid's answers say. */
import { CertificateAuthority } from "../../../sandbox/certificate-authority";
import { cloudflareNameServers } from "../../../sandbox/dns/name-servers";
import { startDns } from "../../../sandbox/dns/start";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { RequestLog } from "../../../sandbox/request-log";
import { startSendgrid } from "../../../sandbox/sendgrid/start";
import type { Surroundings } from "../../../sandbox/surroundings";
import { calm, type Trouble } from "../../../sandbox/trouble";

interface Cname {
  valid: boolean;
  type: string;
  host: string;
  data: string;
}

export interface Verifiable {
  id: number;
  user_id: number;
  subdomain: string;
  default: boolean;
  valid: boolean;
  dns: Record<string, Cname>;
}

export interface Validation {
  valid: boolean;
  validation_results: Record<string, { valid: boolean; reason: string | null }>;
}

export interface Answer<T> {
  status: number;
  body: T;
}

export type SendgridWorld = Awaited<ReturnType<typeof startSendgridWorld>>;

export async function startSendgridWorld({ trouble = calm() }: { trouble?: Trouble } = {}) {
  const zones = new ZoneStore();
  const [dns, authority] = await Promise.all([startDns(zones), CertificateAuthority.create()]);
  const log = new RequestLog();
  const surroundings: Surroundings = { zones, resolver: dns.resolver, authority, log, trouble };
  const sendgrid = await startSendgrid(surroundings);
  const zone = zones.open("reject.example", cloudflareNameServers);

  const call = <T = unknown>(method: string, path: string, body?: object, key?: string): Promise<Answer<T>> =>
    callAt<T>(sendgrid.url, { method, path, body, key });

  /** At either host, and on behalf of a subuser. */
  async function callAt<T = unknown>(
    url: string,
    {
      method,
      path,
      body,
      key = sendgrid.adminKey,
      subuser,
    }: { method: string; path: string; body?: object | undefined; key?: string | undefined; subuser?: string },
  ): Promise<Answer<T>> {
    const onBehalf: Record<string, string> = subuser === undefined ? {} : { "On-Behalf-Of": subuser };
    const headers = { ...onBehalf, Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
    const response = await fetch(`${url}/v3${path}`, { method, headers, body: body ? JSON.stringify(body) : null });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as T };
  }

  function publish(dnsOf: Record<string, Cname>): void {
    for (const { host, data } of Object.values(dnsOf)) zone.set(host, { name: host, ttl: 300, type: "CNAME", target: data });
  }

  async function authenticate(domain: string, options: object = {}): Promise<Verifiable> {
    const { body } = await call<Verifiable>("POST", "/whitelabel/domains", {
      domain,
      automatic_security: true,
      subdomain: "em",
      ...options,
    });
    return body;
  }

  return {
    surroundings,
    sendgrid,
    zone,
    zones,
    log,
    call,
    callAt,
    publish,
    authenticate,
    validate: async ({ id }: Verifiable) => call<Validation>("POST", `/whitelabel/domains/${id}/validate`),
    stop: async () => {
      await sendgrid.stop();
      await dns.stop();
    },
  };
}
