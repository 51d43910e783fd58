/** A zone at a host that Terraform does not change: a person publishes what `twinpost records` prints. */
import { z } from "zod";
import { fqdn } from "../schema/field-kinds";
import type { DnsHost } from "./dns-host";

export const byHandSchema = z.strictObject({
  host: z.literal("by-hand"),
  zone: fqdn("example.com").describe("The zone that holds the domain."),
});

export const byHand: DnsHost = {
  title: "your DNS host",
  isByHand: true,
  cost: { what: "your DNS host", how: "it has its own prices", usd: undefined },
};
