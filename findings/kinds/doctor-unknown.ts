/** Checks that `doctor` could not make: one kind per check. */
import { kinds } from "../kind";

const unknown = {
  severity: "error",
  title: "A check could not be made",
  explanation: "A service does not answer, or refuses the credentials. The result is unknown, and checks that depend on it are skipped.",
  remedy: "fix what the message names, then run `npx twinpost doctor --env <env>` again",
} as const;

export const doctorUnknownKinds = kinds(["doctor"], {
  "doctor/terraform-unknown": unknown,
  "doctor/aws-account-unknown": unknown,
  "doctor/state-bucket-unknown": unknown,
  "doctor/account-stack-unknown": unknown,
  "doctor/secret-copies-unknown": unknown,
  "doctor/rotation-journal-unknown": unknown,
  "doctor/credentials-unknown": unknown,
  "doctor/tokens-unknown": unknown,
  "doctor/sendgrid-key-unknown": unknown,
  "doctor/sendgrid-subuser-unknown": unknown,
  "doctor/sendgrid-account-unknown": unknown,
  "doctor/sendgrid-plan-unknown": unknown,
  "doctor/sendgrid-domain-unknown": unknown,
  "doctor/ses-account-unknown": unknown,
  "doctor/ses-identity-unknown": unknown,
  "doctor/ses-user-unknown": unknown,
  "doctor/capture-server-unknown": unknown,
  "doctor/cloudflare-token-unknown": unknown,
  "doctor/cloudflare-zone-unknown": unknown,
  "doctor/cloudflare-dns-unknown": unknown,
  "doctor/delegation-unknown": unknown,
  "doctor/name-servers-unknown": unknown,
  "doctor/reply-to-unknown": unknown,
  "doctor/report-mailbox-unknown": unknown,
  "doctor/report-consent-unknown": unknown,
});

/** "aws-account" and the like: what a check is called. */
export type DoctorCheckId = keyof typeof doctorUnknownKinds extends infer Id
  ? Id extends `doctor/${infer Check}-unknown`
    ? Check
    : never
  : never;
