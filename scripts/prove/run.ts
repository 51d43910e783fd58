// `npm run prove`: every proof, or the named ones (`npm run prove -- kills --seed 7`; `-- rotation-kills --rounds 1`, `-- rotation-under-load
// --rounds 1 --senders 100`, `-- set-ups --only ses-only`). Prints "<name>: N of N"; exit code 1 if one fails.
import { parseArgs } from "node:util";
import { anotherOrganisation } from "./another-organisation";
import { firstApplies } from "./first-applies";
import { halfHour } from "./half-hour/half-hour";
import { kills } from "./kills";
import { everyKind } from "./kinds";
import { type Proof, partsOf, sizeNames, sizeOf } from "./proof";
import { properties } from "./properties";
import { rehearsals } from "./rehearsals";
import { rotationKills } from "./rotation-kills";
import { rotationUnderLoad } from "./rotation-under-load";
import { setUps } from "./set-ups";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const proofs: Proof[] = [
  properties,
  kills,
  firstApplies,
  rehearsals,
  everyKind,
  setUps,
  halfHour,
  anotherOrganisation,
  rotationUnderLoad,
  rotationKills,
];

async function main(): Promise<number> {
  const sizes = Object.fromEntries(sizeNames.map((name) => [name, { type: "string" as const }]));
  const { values, positionals } = parseArgs({
    options: { seed: { type: "string", default: "1" }, only: { type: "string", multiple: true }, ...sizes },
    allowPositionals: true,
  });
  const { seed, only, ...told } = values as { seed: string; only?: string[]; rounds?: string; senders?: string };
  const unknown = positionals.filter((name) => !proofs.some((proof) => proof.name === name));
  if (unknown.length > 0)
    throw new Error(`no proof is called ${unknown.join(", ")}, expected ${proofs.map(({ name }) => name).join(", ")}`);
  let code = 0;
  const chosen = proofs.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const sized = chosen.map((proof) => ({ ...proof, size: sizeOf(proof, told), parts: partsOf(proof, only) }));
  for (const { name, claim, size, parts, run } of sized) {
    console.log(`${name}: ${claim}`);
    const { tries, failures } = await run(Number(seed), (text) => console.log(`  ${text}`), size, parts);
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
