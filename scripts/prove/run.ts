// `npm run prove`: every proof, or the named ones (`npm run prove -- kills --seed 7`). Prints "<name>: N of N"; exit code 1 if one fails.
import { parseArgs } from "node:util";
import { anotherOrganisation } from "./another-organisation";
import { firstApplies } from "./first-applies";
import { kills } from "./kills";
import type { Proof } from "./proof";
import { properties } from "./properties";
import { rehearsals } from "./rehearsals";
import { rotationKills } from "./rotation-kills";
import { rotationUnderLoad } from "./rotation-under-load";
import { everySetUp } from "./set-ups";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const proofs: Proof[] = [properties, kills, firstApplies, rehearsals, everySetUp, anotherOrganisation, rotationUnderLoad, rotationKills];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { seed: { type: "string", default: "1" } }, allowPositionals: true });
  const unknown = positionals.filter((name) => !proofs.some((proof) => proof.name === name));
  if (unknown.length > 0)
    throw new Error(`no proof is called ${unknown.join(", ")}, expected ${proofs.map(({ name }) => name).join(", ")}`);
  let code = 0;
  for (const { name, claim, run } of proofs) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    console.log(`${name}: ${claim}`);
    const { tries, failures } = await run(Number(values.seed), (text) => console.log(`  ${text}`));
    for (const failure of failures) console.error(`  ${failure}`);
    console.log(`${name}: ${tries - failures.length} of ${tries}`);
    if (failures.length > 0 || tries === 0) code = 1;
  }
  return code;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.stack);
    process.exitCode = 1;
  },
);
