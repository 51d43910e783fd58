/** Wires the records of one stack, an environment's or the organisation's: as declared, as applied, as live at their DNS hosts. */
import { rmSync, writeFileSync } from "node:fs";
import { readState } from "../adapters/terraform/state";
import { recordTypes } from "../changes/dns-hosts/dns-hosts";
import { importBlocks } from "../changes/import-blocks";
import { recordsOutput, stateBucket, stateKey } from "../declaration/names/terraform-state";
import type { Target } from "../declaration/target";
import type { MailRecord } from "../mail/records/mail-record";
import type { AdoptEffects } from "../workflows/adopt";
import type { RecordsEffects } from "../workflows/records";
import type { Connections } from "./connections";
import { recordLister } from "./dns-hosts/dns-host-wirings";
import { liveDnsLater } from "./forecast";
import { publishedByHand } from "./live-records";
import { requireTokens } from "./required-tokens";
import { openStackOf } from "./stack";

export function recordsEffects(target: Target, connections: Connections): RecordsEffects {
  const { synthesise, readDeclared } = openStackOf(target, connections);
  const place = { bucket: stateBucket(target), key: stateKey(target.stackName), account: target.aws.account };
  return {
    applied: async () => {
      const records = (await readState(connections.aws(target).s3, place))?.outputs[recordsOutput];
      return Array.isArray(records) ? (records as MailRecord[]) : undefined;
    },
    declared: async () => {
      await synthesise();
      return readDeclared();
    },
    log: { narrate: connections.narrate },
  };
}

/** Writes import blocks beside the synthesised stack, where Terraform reads them. Synthesis does not remove them. */
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
