// `npm run parliament`: parliament (PyPI, pinned) on every policy of the example stacks, as the real Terraform applied them (the recorded plans of the
// gate's tests). Red when it finds what accepted.ts gives no reason for.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { notPrepared, preparePython } from "../python";
import { accepted } from "./accepted";

const plans = join(__dirname, "..", "..", "test", "fixtures", "plans");
// Not those that say who may take a role: parliament reads them as if they had to name resources.
const recorded = readdirSync(plans).flatMap((file) => (/^[a-z]+\.json$/.test(file) ? [file.replace(".json", "")] : []));
const attributes = ["policy"] as const;

const plan = z.object({
  resource_changes: z.array(
    z.object({ address: z.string(), mode: z.string(), change: z.object({ before: z.record(z.string(), z.unknown()).nullable() }) }),
  ),
});

interface Policy {
  stack: string;
  address: string;
  policy: string;
}

interface Found {
  issue: string;
  severity: string;
  detail: string;
  location: string;
}

function main(): number {
  const python = preparePython("parliament", join(__dirname, "requirements.txt"));
  if (typeof python !== "string") return notPrepared("parliament", "the policies were NOT checked", python.problem);
  const policies = recorded.flatMap(policiesOf);
  const input = policies.map((each) => JSON.stringify(each)).join("\n");
  const output = execFileSync(python, ["-W", "ignore", join(__dirname, "judge.py")], { input, encoding: "utf8", maxBuffer: 64_000_000 });
  const findings = output
    .trim()
    .split("\n")
    .flatMap((line, at) => (JSON.parse(line) as Found[]).map((found) => ({ ...found, ...(policies[at] as Policy) })));
  const isAccepted = ({ issue, address }: (typeof findings)[number], one: (typeof accepted)[number]): boolean =>
    one.issue === issue && one.resources.some((pattern) => pattern.test(address));
  const unexplained = findings.filter((found) => !accepted.some((one) => isAccepted(found, one)));
  const stale = accepted.flatMap((one) =>
    one.resources
      .filter((pattern) => !findings.some(({ issue, address }) => issue === one.issue && pattern.test(address)))
      .map((pattern) => `${one.issue} ${pattern}`),
  );
  for (const { stack, address, severity, issue, detail, location } of unexplained) {
    console.error(
      `${severity} ${issue} ${stack} ${address}: ${detail} ${location}\n  mend it, or give the reason in scripts/parliament/accepted.ts`,
    );
  }
  for (const line of stale)
    console.error(`${line} is accepted, but is not found any more\n  remove it from scripts/parliament/accepted.ts`);
  console.log(`parliament: ${policies.length} policies, ${findings.length} findings, ${unexplained.length} without a reason`);
  return unexplained.length + stale.length > 0 ? 1 : 0;
}

function policiesOf(stack: string): Policy[] {
  const { resource_changes } = plan.parse(JSON.parse(readFileSync(join(plans, `${stack}.json`), "utf8")));
  return resource_changes
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ address, change }) =>
      attributes.flatMap((attribute) => {
        const policy = change.before?.[attribute];
        return typeof policy === "string" && policy.startsWith("{") ? [{ stack, address, policy }] : [];
      }),
    );
}

process.exitCode = main();
