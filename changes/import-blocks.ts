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

export const importBlocks = (imports: readonly RecordImport[]): string =>
  imports
    // Quoting the id as JSON keeps whatever comes from a DNS host inside the string.
    .map(({ address, host, ...ids }) => `import {\n  to = ${address}\n  id = ${JSON.stringify(recordResources[host]?.importId(ids))}\n}\n`)
    .join("\n");
