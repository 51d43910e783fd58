/** What `credentials` answers with `--json`. No secret is in it. */
import { z } from "zod";
import { word } from "../../evidence/words";
import type { ProviderName } from "../../mail/providers/sending-providers";
import { version } from "../answer";

const provider = word<ProviderName>();

export const credentialsAnswer = z.object({
  version,
  providers: z.array(
    z.object({
      provider,
      keyId: z.string().exactOptional(),
      status: z.enum(["issued", "resumed", "replaced", "kept", "stored", "refused", "missing", "pending"]),
      deleted: z.array(z.string()).exactOptional().describe("keys that an earlier run made, and whose value was stored nowhere"),
    }),
  ),
  application: z.enum(["written", "updated", "kept", "missing", "outdated"]),
  changed: z.array(z.enum(["FRONTEND_URL", "EMAIL_SENDER_ADDRESS", "EMAIL_SENDER_NAME"])),
  login: z.object({ provider, status: z.enum(["replaced", "refused"]) }).exactOptional(),
  active: z.union([provider, z.literal("another server")]).exactOptional(),
});
