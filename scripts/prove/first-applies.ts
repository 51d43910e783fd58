/** However much of a first apply is lost with its state, `adopt` finds what exists, and the apply after it makes the rest, each thing once. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keysWithTags } from "../../adapters/aws/encryption-keys";
import { isEmpty } from "../../changes/plan-summary";
import { type FirstApplies, startFirstApplies } from "./killed-first-applies";
import { type Proof, type ProofResult, randomFrom } from "./proof";

/** Of an environment like the fixture "staging". */
const resources = 53;

/** Spread over the whole of an apply: each try has its own part of it, in which the moment is random. In every third, Terraform stores its state on the way. */
async function proveFirstApplies({ tries, seed }: { tries: number; seed: number }, narrate: (text: string) => void): Promise<ProofResult> {
  const random = randomFrom(seed);
  const world = await startFirstApplies(mkdtempSync(join(tmpdir(), "twinpost-first-applies-")), tries);
  try {
    const failures: string[] = [];
    for (const [index, name] of world.names.entries()) {
      const after = Math.floor(((resources - 1) * (index + random())) / tries);
      const what = `kill -9 of everything after ${after} resources`;
      try {
        await world.applyAndKill(name, { after, stores: index % 3 === 2 });
        narrate(`${what}: ${(await bringBack(world, name)).join(", ")}`);
      } catch (error) {
        failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
        narrate(failures.at(-1) ?? "");
      }
    }
    return { tries, failures };
  } finally {
    await world.stop();
  }
}

/** @returns what was found. @throws if it does not end with everything made once, and nothing to change. */
export async function bringBack(world: FirstApplies, name: string): Promise<string[]> {
  const stored = await world.inState(name);
  await world.unlock(name);
  const { resources: found, imports, findings } = await world.adopt(name);
  if (findings.length > 0) throw new Error(`adopt: ${JSON.stringify(findings)}`);
  // Exit code 0: nothing is held back.
  const plan = await world.planOf(name);
  const made = plan.changes.filter(({ action }) => action === "create").length;
  await world.must("apply", "--env", name, "--apply");
  const after = await world.planOf(name);
  if (!isEmpty(after) || after.findings.length > 0) throw new Error(`the next plan is not empty: ${JSON.stringify(after)}`);
  const twice = await madeTwice(world, name);
  if (twice.length > 0) throw new Error(`made twice: ${twice.join(", ")}`);
  return [`${stored ?? "no"} in the state`, `${found.length + imports.length} imported`, `${made} made`];
}

/** Of what a service would make a second time without a word. */
async function madeTwice({ sandbox, clients }: FirstApplies, name: string): Promise<string[]> {
  const domain = `mail.${name}.example.net`;
  const domains = [...sandbox.sendgrid.state.domains.values()].filter((each) => each.domain === domain);
  const keys = await keysWithTags(clients.kms, { application: "twinpost", environment: name });
  const records = [...sandbox.cloudflare.state.zones.values()]
    .flatMap((zone) => [...zone.records.values()])
    .filter((record) => record.name.endsWith(domain))
    .map((record) => `${record.type} ${record.name}`);
  const rules = (await clients.events.listRules({ NamePrefix: `twinpost-${name}-` })).Rules ?? [];
  const targets = await Promise.all(rules.map(({ Name }) => clients.events.listTargetsByRule({ Rule: Name })));
  return [
    ...(domains.length > 1 ? [`${domains.length} authentications of ${domain}`] : []),
    // One that encrypts, and one for the addresses' digests.
    ...(keys.length > 2 ? [`${keys.length} keys of KMS`] : []),
    ...records.filter((record, index) => records.indexOf(record) !== index),
    ...targets.flatMap(({ Targets = [] }, index) => (Targets.length > 1 ? [`the target of ${rules[index]?.Name}`] : [])),
  ];
}

export const firstApplies: Proof = {
  name: "first-applies",
  claim: "after kill -9 of everything in a first apply, adopt, plan and apply make the rest, and nothing twice",
  run: (seed, narrate) => proveFirstApplies({ tries: 20, seed }, narrate),
};
