/**
 * Mail records at Cloudflare, in the form that keeps the next plan empty: TXT quoted and split at 255 bytes, names in full without a
 * final dot, an explicit TTL, and never proxied, since a proxied name answers with Cloudflare's addresses instead of the record.
 */
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { TerraformVariable } from "cdktf";
import type { DeclaredDns } from "../../declaration/dns-hosts/dns-hosts";
import { quoteTxt } from "../../mail/records/txt";
import { literalText } from "../constructs/literal-text";
import type { StackDnsHost } from "./dns-host";

export const cloudflare: StackDnsHost<DeclaredDns<"cloudflare">> = {
  /** A setting may change the address. Terraform takes the token from its process's environment, never from the configuration. */
  connect(stack) {
    const baseUrl = new TerraformVariable(stack, "cloudflare_base_url", { type: "string", nullable: true });
    baseUrl.addOverride("default", null);
    new CloudflareProvider(stack, "cloudflare", { baseUrl: baseUrl.stringValue });
  },

  createRecord: (scope, { zoneId }, record) =>
    void new DnsRecord(scope, record.id, {
      zoneId,
      type: record.type,
      name: record.name,
      content: record.type === "TXT" ? literalText(quoteTxt(record.value)) : record.value,
      ttl: record.ttl,
      proxied: false,
      ...(record.priority === undefined ? {} : { priority: record.priority }),
      comment: "twinpost",
    }),
};
