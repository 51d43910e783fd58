/** Cloudflare's stand-in in a rehearsal: changes are tried through its API, as somebody else would make them. */
import { listRecordsAt } from "../../adapters/cloudflare/records";
import type { JsonClient } from "../../adapters/http/json-client";
import type { DeclaredDns } from "../../declaration/dns-hosts/dns-hosts";
import type { MailRecord } from "../../mail/records/mail-record";
import { quoteTxt } from "../../mail/records/txt";
import { cloudflareClient } from "../../wiring/dns-hosts/cloudflare";
import { editDeclared } from "./cloudflare-declared";
import type { DnsHostChanges, DnsHostStage } from "./dns-host-stage";

const changes: DnsHostChanges<DeclaredDns<"cloudflare">> = {
  editDeclared,

  /** A record that goes is moved aside: Terraform's state knows it by its id, which a record that is made anew would not have. */
  async makeEdit({ zoneId }, { before, after }, connections) {
    const client = cloudflareClient(connections, undefined);
    const records = `/zones/${zoneId}/dns_records`;
    if (!before) {
      const { result } = (await client.post(records, after && wireOf(after))) as { result: { id: string } };
      return async () => void (await client.delete(`${records}/${result.id}`));
    }
    const id = await idOf(client, zoneId, before);
    await client.patch(`${records}/${id}`, after ? { content: wireOf(after).content } : { name: `moved-aside.${before.name}` });
    return async () => void (await client.patch(`${records}/${id}`, { name: before.name, content: wireOf(before).content }));
  },
};

export const cloudflareStage: DnsHostStage<DeclaredDns<"cloudflare">> = {
  sandboxOptions(declared) {
    const zones = new Map(declared.map(({ zoneId, zone }) => [zoneId, zone]));
    return { zones: [...zones].map(([id, name]) => ({ id, name })) };
  },
  addresses: ({ env }) => [["Cloudflare API", env.TWINPOST_CLOUDFLARE_URL ?? "", "DNS records"]],
  changes,
};

const wireOf = ({ type, name, value, ttl }: MailRecord) => ({ type, name, content: type === "TXT" ? quoteTxt(value) : value, ttl });

async function idOf(client: JsonClient, zoneId: string, { name, type, value }: MailRecord): Promise<string> {
  const found = (await listRecordsAt(client, zoneId, name)).filter((each) => each.type === type);
  const own = found.find((each) => each.value === value) ?? found[0];
  if (!own) throw new Error(`the DNS host has no ${name} ${type}`);
  return own.id;
}
