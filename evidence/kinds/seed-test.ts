/** What receivers did with an invitation through each sending provider. Mailboxes are known by their domain: an address may be a person's. */
import { z } from "zod";
import { texts, word } from "../words";

export const seedTest = z.object({
  deliveries: z.array(
    z.object({
      provider: word<string>(),
      /** Where the mailbox is, "gmail.com". */
      receiver: z.string(),
      /** Undefined: it did not arrive. */
      placement: z.enum(["inbox", "junk", "captured"]).exactOptional(),
      seconds: z.number().exactOptional(),
      /** Empty when all is well. */
      shortcomings: texts,
    }),
  ),
});
