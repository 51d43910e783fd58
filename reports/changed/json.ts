/** What `changed` answers with `--json`. */
import { z } from "zod";
import { version } from "../answer";

const targets = z.array(z.object({ target: z.string(), account: z.string().describe("AWS account"), region: z.string() }));

export const changedAnswer = z.object({
  version,
  targets: targets.describe("whose plan the change may alter"),
  onMerge: targets.describe("those of them that a merge applies"),
  environments: targets.describe("all declared environments, changed or not"),
});
