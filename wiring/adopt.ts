/** Wires `adopt` of one stack: plans with import blocks beside the synthesised stack, where Terraform reads them; synthesis does not remove them. */
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readPlannedRecords, recordsBefore, recordsInState } from "../changes/declared-records";
import { importBlocks, type ResourceImport } from "../changes/import-blocks";
import { readPlanJson } from "../changes/plan";
import type { Target } from "../declaration/target";
import type { AdoptEffects } from "../workflows/adopt/adopt";
import type { Connections } from "./connections";
import { recordLister } from "./dns-hosts/dns-host-wirings";
import { environmentKeys, existing } from "./existing";
import { liveDnsLater } from "./forecast";
import { publishedByHand } from "./live-records";
import { requireTokens } from "./required-tokens";
import { openStackOf } from "./stack";

export async function adoptEffects(target: Target, connections: Connections): Promise<AdoptEffects> {
  const { terraform, synthesise, readStack, planFile, importsFile } = openStackOf(target, connections);
  requireTokens(target, connections);
  await Promise.all([terraform.requireVersion(), synthesise()]);
  await terraform.init();
  const file = join(dirname(planFile), "adopt.tfplan");
  const write = (imports: readonly ResourceImport[]): void =>
    imports.length === 0 ? rmSync(importsFile, { force: true }) : writeFileSync(importsFile, importBlocks(imports));
  const find = existing(target, connections);
  return {
    terraform: {
      plan: async (imports) => {
        // A round takes as long as a plan.
        if (imports.length > 0) connections.narrate(`looking for what exists: ${imports.length} resources may be imported`);
        write(imports);
        try {
          const { absent } = await terraform.planImports(file);
          if (absent.length > 0) return { absent };
          const plan = await terraform.showPlan(file);
          const managed = new Map([...recordsInState(plan), ...publishedByHand(recordsBefore(plan))]);
          return { plan: readPlanJson(plan), records: readPlannedRecords(readStack(), plan), managed };
        } finally {
          // Imports that were only tried are none of the next plan's.
          write([]);
          rmSync(file, { force: true });
        }
      },
      keep: (imports) => {
        write(imports);
        return imports.length === 0 ? undefined : importsFile;
      },
    },
    services: {
      lookUp: async (type, declared) => find[type]?.(declared),
      orphanedKeys: async (used) => (await environmentKeys(target, connections)).filter(({ keyId }) => !used.includes(keyId)),
    },
    dns: {
      live: ({ host, zoneId, name }) => recordLister(host, connections, target.secrets)(zoneId, name),
      resolve: liveDnsLater(connections),
    },
  };
}
