/**
 * When a domain's registration ends, and whether it may be transferred away: RDAP (RFC 9082, RFC 9083), at the server that IANA's list names for its
 * top-level domain (RFC 9224). A registry without RDAP, as some countries', tells nothing.
 */
import { z } from "zod";
import { request } from "../http/request";

export interface Registration {
  /** The name that is registered: of "mail.example.com" it is "example.com". */
  domain: string;
  expiresAt?: Date;
  /** Undefined: not told. */
  isLocked?: boolean;
}

const ianaList = "https://data.iana.org/rdap/dns.json";
const listSchema = z.object({ services: z.array(z.tuple([z.array(z.string()), z.array(z.string())])) });
const domainSchema = z.looseObject({
  events: z.array(z.looseObject({ eventAction: z.string(), eventDate: z.string() })).nullish(),
  status: z.array(z.string()).nullish(),
});

const timeoutMs = 10_000;

/** @param list where IANA's list is. @returns undefined where no registry tells. @throws Error without an answer. */
export async function readRegistration(name: string, list = ianaList): Promise<Registration | undefined> {
  const labels = name.split(".");
  const servers = listSchema.parse(await read(list)).services;
  const [, addresses = []] = servers.find(([names]) => names.includes(labels.at(-1) ?? "")) ?? [];
  const server = addresses.find((each) => each.startsWith("https://")) ?? addresses[0];
  if (server === undefined) return undefined;
  // From the name itself upwards: the registry knows what is registered, and no name below it.
  for (let from = 0; from < labels.length - 1; from++) {
    const domain = labels.slice(from).join(".");
    const found = domainSchema.safeParse(await read(`${server.replace(/\/?$/, "/")}domain/${domain}`));
    if (found.success && found.data.events) return registrationOf(domain, found.data);
  }
  return undefined;
}

function registrationOf(domain: string, { events, status }: z.infer<typeof domainSchema>): Registration {
  const expiration = (events ?? []).find(({ eventAction }) => eventAction === "expiration");
  const time = Date.parse(expiration?.eventDate ?? "");
  return {
    domain,
    ...(Number.isNaN(time) ? {} : { expiresAt: new Date(time) }),
    // RFC 8056 2: EPP's clientTransferProhibited and serverTransferProhibited.
    ...(status ? { isLocked: status.some((each) => /^(client|server) transfer prohibited$/i.test(each)) } : {}),
  };
}

/** Undefined: there is no such thing. */
async function read(url: string): Promise<unknown> {
  const { status, text, failure } = await request(
    { method: "GET", url, headers: { accept: "application/rdap+json, application/json" } },
    { timeoutMs },
  );
  if (status === 404 || status === 400) return undefined;
  if (status !== 200) throw new Error(`RDAP: ${new URL(url).hostname} did not answer: ${failure ?? `status ${status}`}`);
  return JSON.parse(text) as unknown;
}
