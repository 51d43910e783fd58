/** Problems that `doctor` finds with keys, their rotation, and the record of it. */
import { kinds } from "../kind";

export const doctorCredentialKinds = kinds(["doctor"], {
  "doctor/journal-missing": {
    severity: "error",
    title: "The table that records rotations is missing",
    explanation: "Credentials cannot be rotated, and a switch between providers is not recorded.",
    remedy: "run `npx twinpost plan --env <env>`, then `npx twinpost apply --env <env> --apply`",
  },
  "doctor/key-unstored": {
    severity: "warning",
    title: "A key works, and its value is stored nowhere",
    explanation:
      "A run was cut off after it made the key, or a person made it. Nobody but that person can use it. It takes one of the places that the provider allows.",
    remedy: "unless a person uses it, delete it at the provider",
  },
  "doctor/key-too-old": {
    severity: "warning",
    title: "A key that works is too old",
    explanation: "It is older than `rotation.everyDays` and a week, so its rotation did not run, or did not end.",
    remedy: "run `npx twinpost rotate --env <env>`: it says what the rotation waits for",
  },
  "doctor/rotation-stuck": {
    severity: "warning",
    title: "A rotation waits for a person",
    explanation: "No run can take the next step. Both the old and the new credentials may work meanwhile.",
    remedy: "run `npx twinpost rotate --env <env>`: it says what a person has to decide",
  },
  "doctor/sending-paused": {
    severity: "error",
    title: "Sending is paused",
    explanation: "Somebody stopped all mail of the environment with `pause`. Applications keep the mail that is refused, or lose it.",
    remedy: 'when the reason is gone, run `npx twinpost resume --env <env> --reason "<why>" --apply`',
  },
});
