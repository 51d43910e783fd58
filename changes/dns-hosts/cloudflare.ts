/** https://registry.terraform.io/providers/cloudflare/cloudflare/latest/docs/resources/dns_record */
import { z } from "zod";
import type { RecordResource } from "./record-resource";

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
  attributes: ["name", "type", "content", "ttl", "priority", "proxied"],
  readPlanned: (values) => values,
  readDeclared(attributes) {
    const { zone_id: zoneId, ...record } = declared.parse(attributes);
    return { zoneId, ...record };
  },
  importId: ({ zoneId, recordId }) => `${zoneId}/${recordId}`,
};
