/** Changes at AWS and SendGrid that need a reason (`--force`), other than deletions. */
import { kinds } from "../kind";

export const serviceKinds = kinds(["gate"], {
  "encryption-key/disabled": {
    severity: "error",
    title: "The encryption key would be disabled",
    explanation: "Every secret is encrypted with it.",
    remedy: "keep the key enabled: while it is disabled, nobody can read a secret and no application can send",
  },
  "secret/copy-removed": {
    severity: "error",
    title: "A secret's copy in a second region would be deleted",
    explanation: "The copy would be deleted, or moved to another region.",
    remedy: "make applications there read from another region first: they lose their credentials",
  },
  "secret-policy/weakened": {
    severity: "error",
    title: "A secret's policy would allow more",
    explanation: "It would deny less, or allow somebody. Policies are compared by what they say, not by the names of their statements.",
    remedy: "name readers in secretReaders again, or give a reason why everybody whom IAM allows may read it",
  },
  "tls/not-required": {
    severity: "error",
    title: "A sending provider would send to receivers without TLS",
    explanation: "SES or SendGrid would no longer require TLS. Mail to a receiver without TLS would go in plain text.",
    remedy: "keep TLS required: invitations hold links that log people in",
  },
  "identity/sending-stopped": {
    severity: "error",
    title: "SES would stop sending",
    explanation: "Sending would be switched off for the configuration set: SES would refuse messages (554).",
    remedy: "switch to the other sending provider first (docs/runbooks/provider-down.md)",
  },
});
