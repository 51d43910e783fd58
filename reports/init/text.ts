/** After `init`: the files written, and the next commands, in the order in which they work. */
import { dnsHostOf } from "../../declaration/dns-hosts/dns-hosts";
import { accountStackName } from "../../declaration/names/stacks";
import type { Initialised } from "../../workflows/init/init";
import { wrapped } from "./summary";

export function initText({ environment, files, removed }: Initialised): string {
  const { name, aws } = environment;
  const { administration } = dnsHostOf(environment);
  const account = accountStackName(aws.account);
  const logins = [`a login to AWS account ${aws.account}`, ...(administration ? [`${administration.variable} in the shell`] : [])];
  return [
    ...wrapped(files.join(", "), "wrote "),
    ...(removed.length > 0 ? wrapped(removed.join(", "), "removed ") : []),
    "Next, on this machine alone:",
    ...["validate", `rehearse --env ${name}`].map(command),
    ...wrapped(`Then for real, with ${logins.join(" and ")}:`, ""),
    ...[`bootstrap --env ${name} --apply`, `bootstrap --env ${account} --apply`, `doctor --env ${name}`].map(command),
    ...[`plan --env ${account}`, `apply --env ${account} --apply`, `adopt --env ${name}`, `plan --env ${name}`].map(command),
    ...[`apply --env ${name} --apply`, `verify --env ${name}`, `credentials --env ${name} --apply`, `seed-test --env ${name}`].map(command),
    "docs/first-day.md explains each.",
    "",
  ].join("\n");
}

/** Alone on its line: it is to be pasted. */
const command = (words: string): string => `  npx twinpost ${words}`;
