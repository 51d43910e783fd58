/**
 * A Cloudflare zone and what a token may do with it: https://developers.cloudflare.com/api/resources/zones/. No call tells a token its own
 * permissions, so editing is tried on a record that cannot exist, which changes nothing. Terraform manages the records.
 */
import { z } from "zod";
import type { CloudflareZone } from "../../declaration/dns-hosts/cloudflare";
import { ApiError, type JsonClient, requireShape } from "../http/json-client";

const resultOf = <T extends z.ZodType>(result: T) => z.object({ result });
const tokenSchema = resultOf(z.object({ status: z.string(), expires_on: z.iso.datetime({ offset: true }).nullish() }));
const zoneSchema = resultOf(z.object({ name: z.string(), status: z.string(), name_servers: z.array(z.string()) }));
const zonesSchema = resultOf(z.array(z.object({ id: z.string(), name: z.string() })));
const noSuchRecord = "0".repeat(32);

/** "active", "disabled" or "expired"; and when it expires, if ever. */
export interface TokenStatus {
  status: string;
  expiresAt: Date | undefined;
}

/**
 * https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/
 * @returns undefined for a token that is unknown here, as those that an account owns are.
 */
export async function readTokenStatus(client: JsonClient): Promise<TokenStatus | undefined> {
  const path = "/user/tokens/verify";
  try {
    const { status, expires_on } = requireShape(client.service, `GET ${path}`, tokenSchema, await client.get(path)).result;
    return { status, expiresAt: expires_on ? new Date(expires_on) : undefined };
  } catch (error) {
    if (isStatus(error, 400, 401, 403)) return undefined;
    throw error;
  }
}

/** The first fifty that the token may see, by name: https://developers.cloudflare.com/api/resources/zones/methods/list/ */
export async function listZones(client: JsonClient): Promise<{ id: string; name: string }[]> {
  const path = "/zones?per_page=50&order=name";
  return requireShape(client.service, "GET /zones", zonesSchema, await client.get(path)).result;
}

/** @returns undefined when there is no such zone. */
export async function readZone(client: JsonClient, id: string): Promise<CloudflareZone | undefined> {
  const path = `/zones/${id}`;
  try {
    const { result } = requireShape(client.service, "GET /zones/{id}", zoneSchema, await client.get(path));
    return { name: result.name, status: result.status, nameServers: result.name_servers.map((name) => name.toLowerCase()) };
  } catch (error) {
    // 7003 "could not route": an id that is no zone's; its status has been seen as 400 and as 404.
    if (error instanceof ApiError && (error.status === 404 || error.errors.some(({ code }) => code === 7003))) return undefined;
    throw error;
  }
}

/** May the token change DNS records of this zone? @throws ApiError when the answer leaves that open. */
export async function canEditDns(client: JsonClient, zoneId: string): Promise<boolean> {
  try {
    await client.patch(`/zones/${zoneId}/dns_records/${noSuchRecord}`, {});
    return true;
  } catch (error) {
    // Permission is judged before the record is looked for.
    if (isStatus(error, 404)) return true;
    if (isStatus(error, 401, 403)) return false;
    throw error;
  }
}

const isStatus = (error: unknown, ...statuses: number[]): boolean => error instanceof ApiError && statuses.includes(error.status);
