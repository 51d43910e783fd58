/**
 * A sending provider and a DNS host are one file in each room, and a line in the room's table. Whoever adds one finds every place by its name:
 * no other file says it, but those below, each with the reason.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, sources } from "./sources";

const rooms = [
  "adapters",
  "changes",
  "cli",
  "declaration",
  "findings",
  "mail",
  "rehearsal",
  "reports",
  "stacks",
  "wiring",
  "workflows",
  "main.ts",
];

/** Their own files, and the tables that name them all. */
const own = [
  /\/(providers|senders|dns-hosts)\//,
  /^adapters\/(sendgrid|ses|capture|cloudflare)\//,
  /^declaration\/names\/(sendgrid|ses|capture)\.ts$/,
  /^findings\/kinds\/(providers|doctor-providers|doctor-dns-hosts|doctor-unknown|losses|services|access|unknown-changes)\.ts$/,
];

/** What else says a name. Take a line away once its file does not. */
const exceptions: Record<string, string> = {
  "adapters/aws/clients.ts": "AWS's client library is called after SES",
  "adapters/endpoints.ts": "every address in one place",
  "adapters/terraform/plugin-hashes.ts": "hashes of Terraform's plugins",
  "adapters/terraform/plugins.ts": "versions and settings of Terraform's plugins",
  "changes/policies/kinds.ts": "the one action of SES in IAM that the SMTP user may have",
  "changes/types/monitoring.ts": "the rates from which AWS reviews an account of SES",
  "declaration/schema/environment.ts": "words about the region and the quota of SES, which decide about AWS's fields",
  "declaration/schema/retired.ts": "fields that had their names",
  "declaration/account-parts.ts": "the one policy of the account that bounds an SMTP user",
  "stacks/policies/account-permissions.ts": "the same",
  "stacks/constructs/environment-secrets.ts": "the service that publishes to a topic",
  "stacks/policies/arns.ts": "resources of SES in IAM",
  "stacks/policies/support-uses.ts": "permissions on the suppression list of SES",
  "stacks/policies/managed-resources.ts": "permissions on resources of SES",
};

const names =
  /[Ss]end[Gg]rid|SENDGRID|[Mm]ailgun|[Cc]loudflare|CLOUDFLARE|[Rr]oute53|["'`.]capture["'`.?]|\bcapture: |\bses\b|\bses[A-Z]|\bSes[A-Z]|\bSES\b|amazonses/;
const files = sources(".ts").filter((file) => rooms.includes(file.split("/")[0] ?? ""));

/** Comments may explain by example, and imports are told by what they are used for. */
const codeOf = (file: string): string =>
  readFileSync(join(root, file), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, "")
    .replace(/^(?:import|export)\b[^;]*?\bfrom\s+"[^"]+";$/gm, "");

const naming = files.filter((file) => !own.some((pattern) => pattern.test(file)) && names.test(codeOf(file)));

test("no other file names a sending provider or a DNS host", () => {
  expect(naming.filter((file) => !(file in exceptions))).toEqual([]);
});

test("every exception is still one", () => {
  expect(Object.keys(exceptions).filter((file) => !naming.includes(file))).toEqual([]);
});
