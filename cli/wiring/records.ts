/** Wires the records of one stack, an environment's or the organisation's: as declared, as applied, as live at Cloudflare. */
import { rmSync, writeFileSync } from "node:fs";
import { createCloudflareClient } from "../../adapters/cloudflare/client";
import { listRecordsAt } from "../../adapters/cloudflare/records";
import { readEndpoints } from "../../adapters/endpoints";
import { importBlocks } from "../../changes/import-blocks";
import { loadEnvironments } from "../../environments/load";
import { loadOrganisation } from "../../environments/load-organisation";
import { organisationName, recordsOutput } from "../../environments/names";
import { reportingDomains } from "../../environments/reporting-domains";
import type { ReportingDomain } from "../../mail/dmarc/report-authorisation";
import type { MailRecord } from "../../mail/records/mail-record";
import type { ListedRecord } from "../../reports/records-text";
import type { AdoptEffects } from "../../workflows/adopt";
import type { World } from "../world";
import { loadNamed, requireToken } from "./named-stack";
import { openNamedStack } from "./stack";

export const sourceFile = (env: string): string => `environments/${env}.ts`;

/** From Terraform's outputs once the stack has been applied from here, else from what is declared. */
export async function listRecords(env: string, world: World): Promise<{ records: ListedRecord[]; applied: boolean }> {
  const { terraform, isInitialised, synthesise, readDeclared } = openNamedStack(env, world);
  const applied = isInitialised() ? (await terraform.outputs())[recordsOutput] : undefined;
  if (Array.isArray(applied)) {
    return { records: (applied as MailRecord[]).map(({ id: _, ...record }) => ({ ...record, pending: false })), applied: true };
  }
  await synthesise();
  const records = readDeclared().map(({ address: _, zoneId: __, ...record }) => record);
  return { records, applied: false };
}

/** Whose DMARC reports are asked for by this stack's records, and the zones that are ours. */
export function reportingOf(env: string): { reporting: ReportingDomain[]; zones: string[] } {
  const organisation = loadOrganisation();
  const environments = loadEnvironments();
  const zones = organisation.domains.map(({ cloudflare }) => cloudflare.zone);
  const isOrganisation = env === organisationName;
  const asked = isOrganisation ? organisation : { ...organisation, domains: [] };
  return { zones, reporting: reportingDomains(asked, isOrganisation ? [] : environments.filter(({ name }) => name === env)) };
}

/** Import blocks lie beside the synthesised stack, where Terraform reads them; synthesising again leaves them alone. */
export async function adoptEffects(env: string, world: World): Promise<AdoptEffects> {
  const { terraform, synthesise, readDeclared, importsFile } = openNamedStack(env, world);
  const baseUrl = readEndpoints(world.env).cloudflare;
  const client = createCloudflareClient({ baseUrl, token: requireToken("CLOUDFLARE_API_TOKEN", world, loadNamed(env).stored) });
  await Promise.all([terraform.requireVersion(), synthesise()]);
  return {
    declared: async () => readDeclared(),
    managed: async () => {
      await terraform.init();
      return terraform.idsInState("cloudflare_dns_record");
    },
    live: (zoneId, name) => listRecordsAt(client, zoneId, name),
    keep: (imports) => {
      if (imports.length === 0) {
        rmSync(importsFile, { force: true });
        return undefined;
      }
      writeFileSync(importsFile, importBlocks(imports));
      return importsFile;
    },
  };
}
