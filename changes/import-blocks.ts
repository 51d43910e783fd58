/** Terraform's import blocks: https://developer.hashicorp.com/terraform/language/block/import. They do nothing once the import is done. */

export interface RecordImport {
  /** The resource that takes the record over. */
  address: string;
  zoneId: string;
  recordId: string;
}

export const importBlocks = (imports: readonly RecordImport[]): string =>
  imports
    // Cloudflare's ids are hexadecimal; quoting them as JSON keeps whatever else comes inside the string.
    .map(({ address, zoneId, recordId }) => `import {\n  to = ${address}\n  id = ${JSON.stringify(`${zoneId}/${recordId}`)}\n}\n`)
    .join("\n");
