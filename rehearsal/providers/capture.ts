/** The capture server's stand-in in a rehearsal: it keeps what it is given, and no record belongs to it. */
import type { ProviderStage } from "./provider-stage";

export const captureStage: ProviderStage = {
  addresses: ({ capture }) => [["SMTP, capture", `${capture.host}:${capture.port}`, `mailbox ${capture.url}/api/v1/messages`]],
  changes: [],
};
