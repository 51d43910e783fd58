/** https://registry.terraform.io/providers/cloudflare/cloudflare/latest/docs/resources/dns_record */
import { z } from "zod";
import { lookedUp } from "../types/adopting";
import { free, once } from "../types/rule";
import type { RecordResource } from "./record-resource";

/** Seconds: what is wrong in DNS stays in caches for so long after it was put right. */
const longestTtl = 3600;

const declared = z.object({
  zone_id: z.string(),
  type: z.enum(["TXT", "CNAME", "MX"]),
  name: z.string(),
  content: z.string(),
  ttl: z.number(),
  priority: z.number().exactOptional(),
});

export const cloudflare: RecordResource = {
  type: "cloudflare_dns_record",
  plugin: { source: "registry.terraform.io/cloudflare/cloudflare", settings: ["base_url"] },
  // What name, type and content mean for mail is judged with all records of the plan (guard-records.ts).
  rules: {
    called: "DNS record",
    name: "name",
    adopting: lookedUp("zone_id", "type", "name"),
    attributes: {
      ...{ id: free, name: free, type: free, content: free, priority: free, proxied: free, zone_id: once },
      ...{ comment: free, comment_modified_on: free, tags: free, tags_modified_on: free, created_on: free, modified_on: free },
      ...{ meta: free, proxiable: free, ttl: { isHarmless: ({ willBe }) => typeof willBe === "number" && willBe <= longestTtl } },
    },
    // https://developers.cloudflare.com/api/resources/dns/subresources/records/models/record_response/: "meta" is Cloudflare's own.
    volatile: ["comment_modified_on", "created_on", "meta", "modified_on", "tags_modified_on"],
    isRemade: true,
    goesWith: () => true,
  },
  readPlanned: (values) => values,
  readDeclared(attributes) {
    const { zone_id: zoneId, ...record } = declared.parse(attributes);
    return { zoneId, ...record };
  },
  importId: ({ zoneId, recordId }) => `${zoneId}/${recordId}`,
};
