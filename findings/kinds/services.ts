/** What a plan must not change unseen at AWS and SendGrid, besides taking it away. */
import { kinds } from "../kind";

export const serviceKinds = kinds(["gate"], {
  "encryption-key/disabled": {
    severity: "error",
    title: "The encryption key would be disabled",
    explanation: "Secrets are encrypted with it.",
    remedy: "no secret can be read while it is disabled, so no application can send",
  },
  "secret/copy-removed": {
    severity: "error",
    title: "A secret's copy in a second region would be deleted",
    explanation: "The copy goes, or moves to another region.",
    remedy: "applications there lose their credentials: let them read another region first",
  },
  "secret-policy/weakened": {
    severity: "error",
    title: "A secret's policy would refuse less",
    explanation: "A denial goes, known by its name. Which readers a denial excepts may change; that there is one may not go unseen.",
    remedy: "name readers in secretReaders again, or say why everybody whom IAM allows may read it",
  },
  "tls/not-required": {
    severity: "error",
    title: "A sending provider would send to receivers without TLS",
    explanation: "SES or SendGrid would no longer require TLS. Where a receiver offers none, mail goes in plain text.",
    remedy: "invitations hold links that log people in: keep TLS required",
  },
  "identity/sending-stopped": {
    severity: "error",
    title: "SES would send nothing any more",
    explanation: "Sending is switched off for the configuration set: SES takes messages and refuses them.",
    remedy: "fail over to the other sending provider first (docs/by-hand.md)",
  },
});
