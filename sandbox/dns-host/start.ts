/**
 * A DNS host that is not Cloudflare, as an administrator sees one: it holds zones, and imports the zone file of one of them. Over HTTP, since a form in a browser
 * cannot be rehearsed: `curl -T <zone file> <url>/zone-files/<name>` publishes the file, in place of the last one of that name.
 */
import { Hono } from "hono";
import { otherHostNameServers } from "../dns/name-servers";
import type { Zone } from "../dns/zones";
import { startHttpService } from "../http-service";
import type { Thing } from "../inventory";
import type { Surroundings } from "../surroundings";
import { parseZoneFile, ZoneFileError } from "./zone-file";

export interface DnsHost {
  url: string;
  inventory(): Thing[];
  stop(): Promise<void>;
}

/** @param held the zones that are here: no file changes another one. */
export async function startDnsHost({ zones, log, trouble }: Surroundings, held: readonly string[]): Promise<DnsHost> {
  for (const name of held) publishOfficeMail(zones.open(name, otherHostNameServers));
  const isHere = ({ origin }: Zone): boolean => held.includes(origin);
  const published = new Map<string, { zone: Zone; id: string; what: string }[]>();
  const withdraw = (file: string): void => {
    for (const { zone, id } of published.get(file) ?? []) zone.delete(id);
    published.delete(file);
  };

  const routes = new Hono();
  routes.put("/zone-files/:name", async (context) => {
    const file = context.req.param("name");
    try {
      const records = parseZoneFile(await context.req.text());
      const placed = records.map((record, index) => {
        const zone = zones.zoneOf(record.name);
        if (!zone || !isHere(zone)) throw new ZoneFileError(index + 1, `no zone here holds ${record.name}`);
        return { zone, id: `${file} ${index}`, record, what: `DNS host ${record.type} ${record.name}` };
      });
      const other = placed.findIndex(({ zone }) => zone !== placed[0]?.zone);
      const origins = [placed[0], placed[other]].map((each) => each?.zone.origin).join(" and ");
      if (other >= 0) throw new ZoneFileError(other + 1, `a file is of one zone, got ${origins}`);
      withdraw(file);
      for (const { zone, id, record } of placed) zone.set(id, record);
      published.set(file, placed);
      return context.text(`${placed.length} records\n`);
    } catch (error) {
      if (error instanceof ZoneFileError) return context.text(`${error.message}\n`, 400);
      throw error;
    }
  });
  routes.delete("/zone-files/:name", (context) => {
    withdraw(context.req.param("name"));
    return context.text("withdrawn\n");
  });

  const troubleBody = (): object => ({ error: "trouble" });
  const service = await startHttpService({ service: "dns-host", routes, log, trouble, troubleBody });
  return {
    url: service.url,
    inventory: () => [...published.values()].flat().map(({ what }) => ({ what, scheduled: false })),
    stop: () => service.stop(),
  };
}

/** A company's domain receives mail already when Twinpost comes to it. */
function publishOfficeMail(zone: Zone): void {
  const exchanger = `mx.${zone.origin}`;
  zone.set("office mail", { name: zone.origin, ttl: 3600, type: "MX", priority: 10, target: exchanger });
  zone.set("office server", { name: exchanger, ttl: 3600, type: "A", target: "127.0.0.1" });
}
