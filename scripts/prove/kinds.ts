/** Environments of every kind that can be declared, each rehearsed alone from bootstrap to delivered mail, without faults. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { staging } from "../../test/fixtures/environments/staging";
import type { Proof, ProofResult } from "./proof";
import { fixtures, rehearseIn } from "./rehearse-in";

/** What differs from staging as the tests declare it. */
const differences: Record<string, object> = {
  "both providers": {},
  "SES first": { sendingProviders: { primary: "ses", standby: "sendgrid" } },
  "SES alone": { sendingProviders: { primary: "ses" }, recipients: { allow: staging.recipients?.allow } },
  "SendGrid alone": { sendingProviders: { primary: "sendgrid" } },
  "mail to anybody": { recipients: undefined, review: { reviewers: ["@ada"] } },
  "nobody named as a reader of secrets": { secretReaders: [] },
  "copies of the secrets": { secrets: { replicaRegion: "eu-central-1" } },
  "tracked links and an unsubscribe group": {
    sendgrid: { linkBranding: { subdomain: "links" }, unsubscribeGroup: { name: "Product news", description: "What is new" } },
  },
  "another tool's senders in SPF": { spf: { alsoInclude: ["_spf.google.com"], all: "~all" } },
  "DMARC at reject": { dmarc: { ...staging.dmarc, policy: "reject", sp: "reject" } },
};

/** @returns by what is special about each. */
export const kinds = (): Record<string, unknown> =>
  Object.fromEntries(Object.entries(differences).map(([name, difference]) => [name, { ...staging, ...difference }]));

async function proveKinds(names: readonly string[], narrate: (text: string) => void): Promise<ProofResult> {
  const failures: string[] = [];
  for (const name of names) {
    const folder = mkdtempSync(join(tmpdir(), "twinpost-kind-"));
    cpSync(fixtures, folder, { recursive: true });
    writeFileSync(join(folder, "staging.ts"), `export const staging = ${JSON.stringify(kinds()[name])};\n`);
    const failure = await rehearseIn(["--env", "staging", "--calm"], folder);
    narrate(`${name}: ${failure ?? "passed"}`);
    if (failure) failures.push(`${name} (${folder}): ${failure}`);
    else rmSync(folder, { recursive: true });
  }
  return { tries: names.length, failures };
}

export const everyKind: Proof = {
  name: "kinds",
  claim: "an environment of each kind that can be declared is rehearsed to the end",
  run: (_seed, narrate) => proveKinds(Object.keys(differences), narrate),
};
