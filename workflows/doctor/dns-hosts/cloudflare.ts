/** What must be true at Cloudflare: a token that works and may change DNS, the zone that was declared, and the world asking Cloudflare for it. */
import type { DeclaredDns } from "../../../declaration/dns-hosts/dns-hosts";
import type { DnsAnswer } from "../../verify/check-record";
import type { Check } from "../checks";

interface Zone {
  name: string;
  status: string;
  nameServers: string[];
}

export interface CloudflareEffects {
  /** Undefined for a token that is no user's: an account's own, or none at all. */
  tokenStatus(): Promise<string | undefined>;
  /** Undefined when there is no such zone. */
  zone(): Promise<Zone | undefined>;
  canEditDns(): Promise<boolean>;
  /** The name servers that each resolver has for the zone. */
  delegation(zone: string): Promise<DnsAnswer[]>;
}

const rights = "a token with Zone:Read and DNS:Edit on this zone alone";

export function cloudflareChecks(name: string, cloudflare: DeclaredDns<"cloudflare">, use: CloudflareEffects): Check[] {
  let asked: Promise<Zone | undefined> | undefined;
  const readZone = (): Promise<Zone | undefined> => {
    asked ??= use.zone();
    return asked;
  };
  const zoneId = `environments/${name}.ts dns.zoneId`;
  return [
    {
      id: "cloudflare-token",
      title: "Cloudflare token",
      where: "CLOUDFLARE_API_TOKEN",
      look: async () => {
        const status = await use.tokenStatus();
        if (status === "active") return { saw: status };
        const remedy = `make ${rights}, under My Profile, API Tokens, "Edit zone DNS"`;
        if (status !== undefined) {
          return {
            saw: status,
            blocks: true,
            problems: [{ id: "cloudflare-token", what: `the token is ${status}, expected active`, remedy }],
          };
        }
        // A token that an account owns is unknown to this call, and works all the same.
        const works = await readZone().then(
          () => true,
          () => false,
        );
        if (works) return { saw: "an account's own token: it reads the zone" };
        return { saw: "refused", blocks: true, problems: [{ id: "cloudflare-token", what: "Cloudflare does not know the token", remedy }] };
      },
    },
    {
      id: "cloudflare-zone",
      title: "Cloudflare zone",
      where: zoneId,
      needs: "cloudflare-token",
      look: async () => {
        const zone = await readZone();
        const remedy = "copy the zone id from the zone's overview page in the Cloudflare dashboard";
        if (!zone) {
          return {
            saw: "none",
            blocks: true,
            problems: [{ id: "cloudflare-zone", what: `there is no zone ${cloudflare.zoneId}`, remedy }],
          };
        }
        if (zone.name !== cloudflare.zone) {
          const what = `zone ${cloudflare.zoneId} is "${zone.name}", expected "${cloudflare.zone}": records would go to another domain`;
          return { saw: zone.name, blocks: true, problems: [{ id: "cloudflare-zone", what, remedy }] };
        }
        if (zone.status === "active") return { saw: `${zone.name}, ${zone.status}` };
        const what = `the zone is ${zone.status}, expected active: Cloudflare does not answer for it yet`;
        const change = `at the registrar, set the name servers to ${zone.nameServers.join(" and ")}; it may take a day`;
        return { saw: `${zone.name}, ${zone.status}`, problems: [{ id: "cloudflare-inactive", what, remedy: change }] };
      },
    },
    {
      id: "cloudflare-dns",
      title: "token may edit DNS",
      where: "CLOUDFLARE_API_TOKEN",
      needs: "cloudflare-zone",
      look: async () => {
        if (await use.canEditDns()) return { saw: "yes" };
        const what = `the token may not change the records of ${cloudflare.zone}`;
        return { saw: "no", problems: [{ id: "cloudflare-dns", what, remedy: `give it DNS:Edit on the zone: ${rights} is enough` }] };
      },
    },
    {
      id: "delegation",
      title: "zone is delegated to Cloudflare",
      where: `${cloudflare.zone} NS`,
      needs: "cloudflare-zone",
      look: async () => {
        const wanted = [...((await readZone())?.nameServers ?? [])].sort();
        const answers = await use.delegation(cloudflare.zone);
        // A resolver that gives no answer says nothing of the delegation, unless none does.
        const heard = answers.filter(({ outcome }) => outcome !== "failed");
        const wrong = heard.length > 0 ? heard.find(({ values }) => values.join() !== wanted.join()) : answers[0];
        if (!wrong) return { saw: wanted.join(", ") };
        const got = wrong.values.join(" and ") || (wrong.reason ?? "none");
        const what = `the world asks other name servers, got ${got} from ${wrong.server}, expected ${wanted.join(" and ")}`;
        const remedy = "set the name servers of the zone at the registrar; what is changed at Cloudflare is not seen until then";
        return { saw: got, problems: [{ id: "delegation", what, remedy }] };
      },
    },
  ];
}
