/** What `redrive` answers with `--json`. */
import { z } from "zod";
import type { Redrive } from "../../workflows/redrive";
import { time, version } from "../answer";

export const redriveAnswer = z.object({
  version,
  status: z.enum(["would put back", "put back", "nothing to put back"]),
  putBack: z.number(),
  groups: z.array(
    z.object({
      letters: z.number(),
      oldest: time,
      content: z.union([
        z.object({
          provider: z.string(),
          kinds: z.record(z.string(), z.number()).describe("how many events of each"),
          unread: z.array(z.string()).describe("why some could not be read"),
        }),
        z.object({ foreign: z.string().describe("why it is no provider's: it stays") }),
      ]),
    }),
  ),
  isPart: z.boolean().describe("there may be more"),
});

export const redriveBody = ({ groups, ...outcome }: Redrive) => ({
  ...outcome,
  groups: groups.map(({ oldest, content, ...group }) => ({
    ...group,
    oldest: new Date(oldest).toISOString(),
    content: "foreign" in content ? content : { ...content, kinds: { ...content.kinds }, unread: [...content.unread] },
  })),
});
