/** SES: its state, the routes of its HTTP API (served by the AWS gateway), its submission backend, its DNS zone. */
import type { Hono } from "hono";
import type { IamView } from "../aws/iam-view";
import { providerNameServers } from "../dns/name-servers";
import type { SubmissionBackend } from "../submission/backend";
import type { Surroundings } from "../surroundings";
import { createDnsCheck } from "./dns-check";
import { sesRoutes } from "./routes";
import { SesState } from "./state";
import { sesSubmission } from "./submission";

export interface SesOptions {
  account: string;
  region: string;
  iam: () => IamView;
}

export interface Ses {
  routes: Hono;
  state: SesState;
  submission: SubmissionBackend;
}

/** The address that SES's mail comes from, which its SPF record names. */
export const sesSourceAddress = "127.0.10.2";

export function createSes({ zones, resolver }: Pick<Surroundings, "zones" | "resolver">, { account, region, iam }: SesOptions): Ses {
  const state = new SesState(zones, account, region);
  const check = createDnsCheck(resolver, region);
  const zone = zones.open("amazonses.com", providerNameServers);
  const spf = [`v=spf1 ip4:${sesSourceAddress} -all`];
  zone.set("spf", { name: "amazonses.com", ttl: 900, type: "TXT", strings: spf });
  // Return paths at SES's own domain, before a custom MAIL FROM domain is proven.
  zone.set("regional-spf", { name: `${region}.amazonses.com`, ttl: 900, type: "TXT", strings: spf });
  zone.set("feedback", { name: `feedback-smtp.${region}.amazonses.com`, ttl: 900, type: "A", target: sesSourceAddress });
  return { state, routes: sesRoutes(state, check), submission: sesSubmission({ state, zones, check, iam }) };
}
