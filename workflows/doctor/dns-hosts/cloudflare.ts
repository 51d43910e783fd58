/** Checks Cloudflare: that the token works and may change DNS, that the zone is the declared one, and that it is delegated to Cloudflare. */
import type { CloudflareZone } from "../../../declaration/dns-hosts/cloudflare";
import type { DeclaredDns } from "../../../declaration/dns-hosts/dns-hosts";
import { type Finding, findingOf } from "../../../findings/finding";
import type { DnsAnswer } from "../../../mail/dns/answer";
import type { Check } from "../checks";

interface TokenStatus {
  status: string;
  expiresAt: Date | undefined;
}

export interface CloudflareEffects {
  /** Undefined for a token that no user owns: an account's token, or an invalid one. */
  tokenStatus(): Promise<TokenStatus | undefined>;
  now(): Date;
  /** Undefined if the zone does not exist. */
  zone(): Promise<CloudflareZone | undefined>;
  canEditDns(): Promise<boolean>;
  /** The name servers that each resolver has for the zone. */
  delegation(zone: string): Promise<DnsAnswer[]>;
}

const dayMs = 86_400_000;
/** Enough to make another token and store it; and the last week. */
const soon = { warning: 30 * dayMs, error: 7 * dayMs };

/** @param where the variable, or the secret, that holds it. */
export function tokenFindings({ status, expiresAt }: TokenStatus, { where, now }: { where: string; now: Date }): Finding[] {
  if (status !== "active") return [findingOf("doctor/cloudflare-token", { where, what: `the token is ${status}, expected active` })];
  const left = expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt.getTime() - now.getTime();
  if (left >= soon.warning) return [];
  const severity = left < soon.error ? "error" : "warning";
  return [findingOf("doctor/cloudflare-token-expires", { where, severity, what: `the token ${endOf(expiresAt)}` })];
}

const endOf = (expiresAt: Date | undefined): string =>
  expiresAt === undefined ? "does not expire" : `expires ${expiresAt.toISOString().slice(0, 10)}`;

export function cloudflareChecks(name: string, cloudflare: DeclaredDns<"cloudflare">, use: CloudflareEffects): Check[] {
  let asked: Promise<CloudflareZone | undefined> | undefined;
  const readZone = (): Promise<CloudflareZone | undefined> => {
    asked ??= use.zone();
    return asked;
  };
  const zoneId = `environments/${name}.ts dns.zoneId`;
  return [
    {
      id: "cloudflare-token",
      title: "Cloudflare token",
      where: "CLOUDFLARE_API_TOKEN",
      look: async (where) => {
        const { status, expiresAt } = (await use.tokenStatus()) ?? {};
        if (status === "active") {
          const findings = tokenFindings({ status, expiresAt }, { where, now: use.now() });
          return { saw: `${status}, ${endOf(expiresAt)}`, findings };
        }
        const refused = (saw: string, what: string) => ({
          saw,
          blocks: true,
          findings: [findingOf("doctor/cloudflare-token", { where, what })],
        });
        if (status !== undefined)
          return { ...refused(status, ""), findings: tokenFindings({ status, expiresAt }, { where, now: use.now() }) };
        // This call does not know tokens that an account owns, although they work.
        const works = await readZone().then(
          () => true,
          () => false,
        );
        if (works) return { saw: "a token of the account, which can read the zone" };
        return refused("refused", "Cloudflare does not accept the token");
      },
    },
    {
      id: "cloudflare-zone",
      title: "Cloudflare zone",
      where: zoneId,
      needs: "cloudflare-token",
      look: async (where) => {
        const zone = await readZone();
        const wrong = (saw: string, what: string) => ({
          saw,
          blocks: true,
          findings: [findingOf("doctor/cloudflare-zone", { where, what })],
        });
        if (!zone) return wrong("none", `there is no zone ${cloudflare.zoneId}`);
        if (zone.name !== cloudflare.zone) {
          const what = `zone ${cloudflare.zoneId} is "${zone.name}", expected "${cloudflare.zone}": the records would belong to another domain`;
          return wrong(zone.name, what);
        }
        if (zone.status === "active") return { saw: `${zone.name}, ${zone.status}` };
        const what = `the zone is ${zone.status}, expected active: Cloudflare does not answer for it yet`;
        const remedy = `at the registrar, set the name servers to ${zone.nameServers.join(" and ")}; it may take a day`;
        return { saw: `${zone.name}, ${zone.status}`, findings: [findingOf("doctor/cloudflare-inactive", { where, what, remedy })] };
      },
    },
    {
      id: "cloudflare-dns",
      title: "token may edit DNS",
      where: "CLOUDFLARE_API_TOKEN",
      needs: "cloudflare-zone",
      look: async (where) => {
        if (await use.canEditDns()) return { saw: "yes" };
        const what = `the token has no permission to change the records of ${cloudflare.zone}`;
        return { saw: "no", findings: [findingOf("doctor/cloudflare-dns", { where, what })] };
      },
    },
    {
      id: "delegation",
      title: "zone is delegated to Cloudflare",
      where: `${cloudflare.zone} NS`,
      needs: "cloudflare-zone",
      look: async (where) => {
        const wanted = [...((await readZone())?.nameServers ?? [])].sort();
        const answers = await use.delegation(cloudflare.zone);
        // Ignores resolvers that do not answer, unless none does.
        const heard = answers.filter(({ outcome }) => outcome !== "failed");
        const wrong = heard.length > 0 ? heard.find(({ values }) => values.join() !== wanted.join()) : answers[0];
        if (!wrong) return { saw: wanted.join(", ") };
        const got = wrong.values.join(" and ") || (wrong.reason ?? "none");
        const what = `the zone is delegated to other name servers, got ${got} from ${wrong.server}, expected ${wanted.join(" and ")}`;
        return { saw: got, findings: [findingOf("doctor/delegation", { where, what })] };
      },
    },
  ];
}
