/** What `settings` answers with `--json`: the application's environment variables, its password among them. */
import { z } from "zod";
import type { ApplicationSettings } from "../../declaration/names/application";
import { version } from "../answer";

export const settingsAnswer = z.object({
  version,
  settings: z.record(z.string(), z.string()) as unknown as z.ZodType<ApplicationSettings>,
});
