/** The data source cloudflare_zone of provider 5.14.0: by `zone_id`, or by a `filter` that must match exactly one zone. */
import type { ApiClient, Json } from "../api-client";
import type { Value, Values } from "../codec";

export async function readZone(api: ApiClient, config: Values): Promise<Values> {
  const id = config.filter ? await findZone(api, config.filter as Values) : config.zone_id;
  const { result } = await api.call("GET", `/zones/${id}`);
  return { ...config, ...(result as Values), id: id ?? null, zone_id: id ?? null };
}

async function findZone(api: ApiClient, filter: Values): Promise<Value | undefined> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (typeof value === "string") query.set(name, value);
  const zones = (await api.call("GET", `/zones?${query}`)).result as Json[];
  if (zones.length !== 1) throw new Error(`failed to find exactly one result: ${zones.length} found`);
  return zones[0]?.id;
}
