/** What happened to an environment's sending credentials, for a terminal. Key ids are no secrets; nothing else of a key is here. */

import type { IssueOutcome } from "../../workflows/credentials/outcome";

type Statuses = IssueOutcome["providers"][number]["status"];

const providerWords: Record<Statuses, string> = {
  issued: "issued, proven by logging in, current",
  resumed: "taken up from an earlier run, proven by logging in, current",
  replaced: "issued in place of one that the server refuses, proven by logging in, current",
  kept: "current already, proven by logging in",
  stored: "current already; --apply brings it to the server and logs in",
  refused: "current, and the server refuses it: would be replaced: add --apply to do so",
  missing: "would be issued: add --apply to do so",
  pending: "stored by an earlier run, would be proven and made current: add --apply to do so",
};
const applicationWords: Record<IssueOutcome["application"], string> = {
  written: "written",
  updated: "updated to what is declared",
  kept: "there already",
  missing: "would be written",
  outdated: "would be updated to what is declared: add --apply to do so",
};

const loginWords = {
  replaced: (provider: string) =>
    `the application's login was refused: its secret has the one of ${provider} now; start again what reads its settings only at its start`,
  refused: (provider: string) =>
    `the application's login is refused: its secret would get the working one of ${provider}: add --apply to do so`,
};

export function credentialsText({ providers, application, changed, login, active }: IssueOutcome): string {
  const names = changed.length > 0 ? ` (${changed.join(", ")})` : "";
  return [
    ...providers.map(({ provider, keyId, status }) => `${provider}: ${providerWords[status]}${keyId ? ` (key ${keyId})` : ""}`),
    ...providers.flatMap(({ provider, deleted = [] }) =>
      deleted.map((id) => `${provider}: key ${id} was deleted: an earlier run made it, and its value was stored nowhere`),
    ),
    `application secret: ${applicationWords[application]}${names}`,
    ...(login ? [loginWords[login.status](login.provider)] : []),
    ...(active ? [`the application sends through ${active}, which is not the declared primary: its server is left as it is`] : []),
    "",
  ].join("\n");
}
