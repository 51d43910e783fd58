/** Wires the records of one stack, an environment's or the organisation's: as declared, as applied, as live at Cloudflare. */
import { rmSync, writeFileSync } from "node:fs";
import { readState } from "../adapters/terraform/state";
import { importBlocks } from "../changes/import-blocks";
import { zoneOf } from "../declaration/dns-hosts/dns-hosts";
import { organisationName, stackName } from "../declaration/names/stacks";
import { recordsOutput, stateBucket, stateKey } from "../declaration/names/terraform-state";
import { OperatorError } from "../declaration/operator-error";
import { reportingDomains } from "../declaration/reporting-domains";
import type { ReportingDomain } from "../mail/dmarc/report-authorisation";
import type { MailRecord } from "../mail/records/mail-record";
import type { ListedRecord } from "../reports/records/text";
import type { AdoptEffects } from "../workflows/adopt";
import { awsClients } from "./credentials";
import { loadDeclaredFiles } from "./declared";
import { recordLister } from "./dns-hosts/dns-host-wirings";
import { liveDnsLater } from "./forecast";
import { publishedByHand } from "./live-records";
import { loadNamed, requireTokens } from "./named-stack";
import { openNamedStack } from "./stack";
import type { World } from "./world";

export const sourceFile = (env: string): string => `environments/${env}.ts`;

/** From the state once the stack has been applied, from wherever; else, or if it cannot be read, from what is declared. */
export async function listRecords(env: string, world: World): Promise<{ records: ListedRecord[]; applied: boolean }> {
  const { synthesise, readDeclared } = openNamedStack(env, world);
  const applied = await readAppliedRecords(env, world);
  if (Array.isArray(applied)) {
    return { records: (applied as MailRecord[]).map(({ id: _, byHand: __, ...record }) => ({ ...record, pending: false })), applied: true };
  }
  await synthesise();
  const records = readDeclared().map(({ address: _, zoneId: __, byHand: ___, host: ____, ...record }) => record);
  return { records, applied: false };
}

async function readAppliedRecords(env: string, world: World): Promise<unknown> {
  const named = loadNamed(env, loadDeclaredFiles(world));
  const place = { bucket: stateBucket(named), key: stateKey(stackName(env)), account: named.aws.account };
  try {
    return (await readState(awsClients(named, world).s3, place))?.outputs[recordsOutput];
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    world.stderr.write(`what was applied is not known: ${error.message}\n`);
    return undefined;
  }
}

/** Whose DMARC reports are asked for by this stack's records, and the zones that are ours. */
export function reportingOf(env: string, world: World): { reporting: ReportingDomain[]; zones: string[] } {
  const declared = loadDeclaredFiles(world);
  const { environments } = declared;
  const organisation = declared.organisation();
  const zones = organisation.domains.map(zoneOf);
  const isOrganisation = env === organisationName;
  const asked = isOrganisation ? organisation : { ...organisation, domains: [] };
  return { zones, reporting: reportingDomains(asked, isOrganisation ? [] : environments.filter(({ name }) => name === env)) };
}

/** Import blocks lie beside the synthesised stack, where Terraform reads them; synthesising again leaves them alone. */
export async function adoptEffects(env: string, world: World): Promise<AdoptEffects> {
  const { terraform, synthesise, readDeclared, importsFile } = openNamedStack(env, world);
  const { tokens, stored } = loadNamed(env, loadDeclaredFiles(world));
  requireTokens({ tokens: tokens.filter((token) => token.changesDns), stored }, world);
  const resolve = liveDnsLater(world);
  await Promise.all([terraform.requireVersion(), synthesise()]);
  return {
    declared: async () => readDeclared(),
    managed: async () => {
      await terraform.init();
      const ids = await terraform.idsInState("cloudflare_dns_record");
      return new Map([...ids, ...publishedByHand((await terraform.outputs())[recordsOutput])]);
    },
    live: ({ host, zoneId, name }) => recordLister(host, world, stored)(zoneId, name),
    resolve,
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
