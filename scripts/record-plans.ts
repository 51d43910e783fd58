/**
 * `node --import tsx scripts/record-plans.ts account-444455556666 prod organisation`, in a shell that points at a sandbox in which these were bootstrapped
 * and nothing was applied: records anew what the real Terraform plans for the examples, for the gate's tests. Of each stack the plan that makes it,
 * and the one after it was applied, which changes nothing.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { connect } from "../wiring/connections";
import { loadTarget } from "../wiring/declared";
import { applyEffects, planEffects } from "../wiring/plan";
import { apply } from "../workflows/apply";
import { plan } from "../workflows/plan";

const folder = join(__dirname, "..", "test", "fixtures", "plans");

const change = z.looseObject({ actions: z.array(z.string()), before: z.unknown(), after: z.unknown() });
const shown = z.object({
  terraform_version: z.string(),
  resource_changes: z.array(z.object({ address: z.string(), mode: z.string(), type: z.string(), change })),
  output_changes: z.unknown().optional(),
  configuration: z.object({ provider_config: z.unknown(), root_module: z.object({ resources: z.array(z.unknown()) }) }),
});

/** Without what nobody reads, and with a line for each resource. What stays as it is stands there once. */
function recorded(json: unknown): string {
  const { resource_changes, output_changes, configuration, terraform_version } = shown.parse(json);
  const changes = resource_changes.map(({ change, ...each }) => {
    const { after, after_sensitive: _, ...rest } = change;
    return { ...each, change: change.actions[0] === "no-op" ? rest : change };
  });
  const lines = (list: readonly unknown[]): string => `[\n${list.map((each) => JSON.stringify(each)).join(",\n")}\n]`;
  const { provider_config, root_module } = configuration;
  return [
    `{"terraform_version":${JSON.stringify(terraform_version)},`,
    `"resource_changes":${lines(changes)},`,
    `"output_changes":${JSON.stringify(output_changes ?? {})},`,
    `"configuration":{"provider_config":${JSON.stringify(provider_config)},"root_module":{"resources":${lines(root_module.resources)}}}}`,
    "",
  ].join("\n");
}

async function main(names: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const connections = connect({ env: process.env, directory: process.cwd() }, console.error);
  for (const name of names) {
    const target = loadTarget(name, connections);
    const { file, actsOn, own, use } = planEffects(target, connections);
    const record = async (as: string): Promise<void> => {
      await plan({ file, own, force: "only recorded" }, use);
      writeFileSync(join(folder, `${as}.json`), recorded(await use.terraform.showPlan(file)));
    };
    const called = name.replace(/-\d+$/, "");
    await record(`${called}-new`);
    await apply({ environment: target.name, target: actsOn, own, act: true }, applyEffects(target, connections).use);
    await record(called);
  }
}

if (require.main === module) void main(process.argv.slice(2));
