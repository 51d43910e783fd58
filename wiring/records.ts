/** Wires the records of one stack, an environment's or the organisation's: as declared, as applied, as live at their DNS hosts. */
import { rmSync, writeFileSync } from "node:fs";
import { readState } from "../adapters/terraform/state";
import { recordTypes } from "../changes/dns-hosts/dns-hosts";
import { importBlocks } from "../changes/import-blocks";
import { dnsHomesOf, homeOf } from "../declaration/dns-homes";
import { dnsHostOf, zoneOf } from "../declaration/dns-hosts/dns-hosts";
import { recordsOutput, stateBucket, stateKey } from "../declaration/names/terraform-state";
import { OperatorError } from "../declaration/operator-error";
import { reportingDomains } from "../declaration/reporting-domains";
import type { Target } from "../declaration/target";
import type { ReportingDomain } from "../mail/dmarc/report-authorisation";
import type { MailRecord } from "../mail/records/mail-record";
import type { ListedRecord } from "../reports/records/text";
import type { AdoptEffects } from "../workflows/adopt";
import type { Connections } from "./connections";
import { recordLister } from "./dns-hosts/dns-host-wirings";
import { liveDnsLater } from "./forecast";
import { publishedByHand } from "./live-records";
import { requireTokens } from "./required-tokens";
import { openStackOf } from "./stack";

/** From the state once the stack has been applied, from wherever; else, or if it cannot be read, from what is declared. */
export async function listRecords(target: Target, connections: Connections): Promise<{ records: ListedRecord[]; applied: boolean }> {
  const { synthesise, readDeclared } = openStackOf(target, connections);
  const applied = await readAppliedRecords(target, connections);
  const listed = listedIn(target);
  if (Array.isArray(applied)) {
    return { records: (applied as MailRecord[]).map(({ id: _, ...record }) => listed({ ...record, pending: false })), applied: true };
  }
  await synthesise();
  const records = readDeclared().map(({ address: _, zoneId: __, host: ___, ...record }) => listed(record));
  return { records, applied: false };
}

/** A name that is known only after the apply is in the only zone there is. */
function listedIn(target: Target): (record: Omit<ListedRecord, "zone" | "publisher">) => ListedRecord {
  const homes = dnsHomesOf(target);
  return (record) => {
    const home = homeOf(record.name, homes) ?? (homes.length === 1 ? homes[0] : undefined);
    const host = home && dnsHostOf(home);
    const publisher = record.byHand ? "you" : host && !host.isByHand ? `Terraform at ${host.title}` : "Terraform";
    return { ...record, publisher, ...(home ? { zone: zoneOf(home) } : {}) };
  };
}

async function readAppliedRecords(target: Target, connections: Connections): Promise<unknown> {
  const place = { bucket: stateBucket(target), key: stateKey(target.stackName), account: target.aws.account };
  try {
    return (await readState(connections.aws(target).s3, place))?.outputs[recordsOutput];
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    connections.narrate(`the applied records are unknown: ${error.message}`);
    return undefined;
  }
}

/** Whose DMARC reports are asked for by this stack's records, and the zones that are ours. */
export function reportingOf({ kind, name, declared }: Target): { reporting: ReportingDomain[]; zones: string[] } {
  const { environments } = declared;
  const organisation = declared.organisation();
  const zones = organisation.domains.map(zoneOf);
  const isOrganisation = kind === "organisation";
  const asked = isOrganisation ? organisation : { ...organisation, domains: [] };
  return { zones, reporting: reportingDomains(asked, isOrganisation ? [] : environments.filter((each) => each.name === name)) };
}

/** Import blocks lie beside the synthesised stack, where Terraform reads them; synthesising again leaves them alone. */
export async function adoptEffects(target: Target, connections: Connections): Promise<AdoptEffects> {
  const { terraform, synthesise, readDeclared, importsFile } = openStackOf(target, connections);
  requireTokens({ ...target, tokens: target.tokens.filter((token) => token.changesDns) }, connections);
  const resolve = liveDnsLater(connections);
  await Promise.all([terraform.requireVersion(), synthesise()]);
  return {
    declared: async () => readDeclared(),
    managed: async () => {
      await terraform.init();
      const ids: [string, string][] = [];
      for (const type of recordTypes) ids.push(...(await terraform.idsInState(type)));
      return new Map([...ids, ...publishedByHand((await terraform.outputs())[recordsOutput])]);
    },
    live: ({ host, zoneId, name }) => recordLister(host, connections, target.secrets)(zoneId, name),
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
