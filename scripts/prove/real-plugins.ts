/**
 * `node --import tsx scripts/prove/real-plugins.ts`: the rehearsals with the real Terraform plugins of Cloudflare and SendGrid against the
 * stand-ins' APIs, where somebody has the plugins: TWINPOST_PROVIDER_MIRROR names the folder that `terraform providers mirror` made,
 * unpacked (real folders: Terraform follows no symbolic link there). Takes some minutes; exit code 1 if a rehearsal fails.
 */
import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { requiredPlugins } from "../../adapters/terraform/plugin-source";
import { rehearseIn } from "./rehearse-in";

const rehearsals = [
  ["--env", "staging", "--calm"],
  ["--env", "staging"],
  ["--env", "all"],
];

/** @returns the plugins that the mirror has not, as "<name> <version>: <why>". */
export const missingPlugins = (mirror: string): string[] =>
  Object.entries(requiredPlugins).flatMap(([name, version]) => {
    const folder = join(mirror, "registry.terraform.io", name, version);
    if (!existsSync(folder)) return [`${name} ${version}: no folder ${folder}`];
    const links = [folder, ...readdirSync(folder).map((each) => join(folder, each))].filter((path) => lstatSync(path).isSymbolicLink());
    return links.map((link) => `${name} ${version}: ${link} is a symbolic link`);
  });

async function main(mirror: string | undefined): Promise<number> {
  const missing = mirror === undefined ? ["TWINPOST_PROVIDER_MIRROR is not set"] : missingPlugins(mirror);
  for (const each of missing) console.error(each);
  if (missing.length > 0) return 2;
  let failed = 0;
  for (const words of rehearsals) {
    const failure = await rehearseIn([...words, "--terraform-plugins", "registry"]);
    console.log(`rehearse ${words.join(" ")}: ${failure ?? "passed"}`);
    if (failure) failed += 1;
  }
  console.log(`${rehearsals.length - failed} of ${rehearsals.length}`);
  return failed > 0 ? 1 : 0;
}

if (require.main === module) {
  main(process.env.TWINPOST_PROVIDER_MIRROR).then(
    (code) => {
      process.exitCode = code;
    },
    (error: Error) => {
      console.error(error.stack);
      process.exitCode = 1;
    },
  );
}
