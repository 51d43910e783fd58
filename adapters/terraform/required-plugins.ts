/** Which of the pinned plugins a synthesised stack asks for. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Plugin, plugins } from "./plugins";

/** The plugins that init installs. Where some run already, as in a sandbox, Terraform takes no lock file that leaves them out. */
export function installedFor(stackDirectory: string, { TF_REATTACH_PROVIDERS }: NodeJS.ProcessEnv): (keyof typeof plugins)[] {
  if (TF_REATTACH_PROVIDERS || !existsSync(join(stackDirectory, "cdk.tf.json"))) return [];
  const sources = sourcesOf(stackDirectory);
  return (Object.keys(plugins) as (keyof typeof plugins)[]).filter((name) => sources.some((source) => isSource(source, name)));
}

/** AWS's has the state, whatever the stack. All of them, as long as the stack is not there. */
export function requiredBy(stackDirectory: string): Plugin[] {
  const file = join(stackDirectory, "cdk.tf.json");
  if (!existsSync(file)) return Object.values(plugins);
  const sources = sourcesOf(stackDirectory);
  return Object.entries(plugins).flatMap(([name, plugin]) =>
    name === "hashicorp/aws" || sources.some((source) => isSource(source, name)) ? [plugin] : [],
  );
}

function sourcesOf(stackDirectory: string): string[] {
  const { terraform } = stackSchema.parse(JSON.parse(readFileSync(join(stackDirectory, "cdk.tf.json"), "utf8")));
  return Object.values(terraform.required_providers).map(({ source }) => source.toLowerCase());
}

const isSource = (source: string, name: string): boolean => source === name || source.endsWith(`/${name}`);

const stackSchema = z.object({
  terraform: z.object({ required_providers: z.record(z.string(), z.object({ source: z.string() })).default({}) }),
});
