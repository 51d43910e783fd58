/**
 * DNS records at Cloudflare: https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/list/. Only reads: Terraform
 * makes, changes and deletes records.
 */
import { z } from "zod";
import type { LiveRecord } from "../../mail/records/standing";
import { parseTxt } from "../../mail/records/txt";
import { type JsonClient, requireShape } from "../http/json-client";

const perPage = 100;
const listSchema = z.object({
  result: z.array(
    z.object({ id: z.string(), type: z.string(), name: z.string(), content: z.string(), priority: z.number().exactOptional() }),
  ),
  result_info: z.object({ total_pages: z.number() }),
});

/** Every record at exactly this name, of any type. The token needs to read the zone's DNS. */
export async function listRecordsAt(client: JsonClient, zoneId: string, name: string): Promise<LiveRecord[]> {
  const path = `/zones/${encodeURIComponent(zoneId)}/dns_records`;
  const found: LiveRecord[] = [];
  for (let page = 1, pages = 1; page <= pages; page++) {
    const query = new URLSearchParams({ "name.exact": name, page: String(page), per_page: String(perPage) });
    const { result, result_info } = requireShape(client.service, `GET ${path}`, listSchema, await client.get(`${path}?${query}`));
    found.push(...result.map(({ content, ...record }) => ({ ...record, value: record.type === "TXT" ? parseTxt(content) : content })));
    pages = result_info.total_pages;
  }
  return found;
}
