/** What happened to an environment's sending credentials, for a terminal. Key ids are no secrets; nothing else of a key is here. */

export interface CredentialsOutcome {
  providers: { provider: string; keyId?: string; status: keyof typeof providerWords }[];
  application: keyof typeof applicationWords;
}

const providerWords = {
  issued: "issued, proven by logging in, current",
  resumed: "taken up from an earlier run, proven by logging in, current",
  kept: "current already",
  missing: "would be issued: add --apply to do so",
  pending: "stored by an earlier run, would be proven and made current: add --apply to do so",
};
const applicationWords = { written: "written", kept: "there already", missing: "would be written" };

export function credentialsText({ providers, application }: CredentialsOutcome): string {
  const lines = providers.map(({ provider, keyId, status }) => `${provider}: ${providerWords[status]}${keyId ? ` (key ${keyId})` : ""}`);
  return [...lines, `application secret: ${applicationWords[application]}`, ""].join("\n");
}
