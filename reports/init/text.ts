/** After `init`: the files written, and the next commands, in the order in which they work. */
import { dnsHostOf } from "../../declaration/dns-hosts/dns-hosts";
import type { Initialised } from "../../workflows/init/init";
import { wrapped } from "./summary";

export function initText({ environment, files, removed }: Initialised): string {
  const { name, aws } = environment;
  const { administration } = dnsHostOf(environment);
  const command = (words: string, about: string): string => `  ${`npx twinpost ${words}`.padEnd(48)} # ${about}`;
  const logins = [`a login to AWS account ${aws.account}`, ...(administration ? [`${administration.variable} in the shell`] : [])];
  return [
    ...wrapped(files.join(", "), "wrote "),
    ...(removed.length > 0 ? wrapped(removed.join(", "), "removed ") : []),
    "Next, on this machine alone:",
    command("validate", "check all files"),
    command(`rehearse --env ${name}`, "its whole life, offline"),
    ...wrapped(`Then for real, with ${logins.join(" and ")}:`, ""),
    command(`doctor --env ${name}`, "what is missing"),
    command(`bootstrap --env ${name} --apply`, "the state's bucket"),
    command(`plan --env ${name}`, "what would change"),
    "docs/first-day.md goes on from there.",
    "",
  ].join("\n");
}
