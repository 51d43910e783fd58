/** Terraform's import blocks: https://developer.hashicorp.com/terraform/language/block/import. They do nothing once the import is done. */

import type { DnsHostName } from "../declaration/dns-hosts/dns-hosts";
import { recordResources } from "./dns-hosts/dns-hosts";

export interface RecordImport {
  /** The resource that takes the record over. */
  address: string;
  host: DnsHostName;
  zoneId: string;
  recordId: string;
}

export interface ResourceImport {
  address: string;
  type: string;
  /** As Terraform's provider takes it. */
  importId: string;
}

export function recordImport({ address, host, ...ids }: RecordImport): ResourceImport {
  const resource = recordResources[host];
  if (!resource) throw new Error(`${address}: a person publishes it, so there is nothing to import`);
  return { address, type: resource.type, importId: resource.importId(ids) };
}

export const importBlocks = (imports: readonly ResourceImport[]): string =>
  imports.map(({ address, importId }) => `import {\n  to = ${address}\n  id = ${quoted(importId)}\n}\n`).join("\n");

/** Whatever comes from outside stays inside the string, and is no template: https://developer.hashicorp.com/terraform/language/expressions/strings */
const quoted = (text: string): string => JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
