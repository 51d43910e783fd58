/** What `init` and `validate` answer with `--json`. */
import { z } from "zod";
import { texts } from "../../evidence/words";
import { version } from "../answer";

export const initAnswer = z.object({
  version,
  environment: z.looseObject({ name: z.string() }).describe("as docs/configuration.md describes it"),
  files: texts.describe("that were written"),
});

export const validateAnswer = z.object({ version, valid: texts.describe("what --env may name") });
