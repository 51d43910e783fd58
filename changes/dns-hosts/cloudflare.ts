/** https://registry.terraform.io/providers/cloudflare/cloudflare/latest/docs/resources/dns_record */
import { z } from "zod";
import { type Finding, findingOf } from "../../findings/finding";
import { isUnknown } from "../../mail/dns/record";
import type { GuardedResource } from "../guarded-resource";
import { isWrittenAnswer } from "../providers/providers";
import { lookedUp } from "../types/adopting";
import { free, once } from "../types/rule";
import type { Values } from "../values";
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
  plugin: { source: "registry.terraform.io/cloudflare/cloudflare", settings: ["base_url"], variables: { base_url: "cloudflare_base_url" } },
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
    judge: targetWritten,
    goesWith: () => true,
  },
  readPlanned: (values) => values,
  readDeclared(attributes) {
    const { zone_id: zoneId, ...record } = declared.parse(attributes);
    return { zoneId, ...record };
  },
  importId: ({ zoneId, recordId }) => `${zoneId}/${recordId}`,
};

const written = z.object({ content: z.object({ constant_value: z.string() }) });

/** What only the apply decides is a sending provider's answer, as the stacks write it. */
function targetWritten({ address: where, before, after, declared: stack }: GuardedResource & { after: Values }): Finding[] {
  if (before || !isUnknown(after.content) || !stack || isWrittenAnswer(written.safeParse(stack).data?.content.constant_value ?? ""))
    return [];
  return [findingOf("dns/target-elsewhere", { where, what: `${where} leads to a name that is not simply a sending provider's answer` })];
}
