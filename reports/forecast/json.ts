/** What `forecast` answers with `--json`: what receivers conclude before and after the kept plan. */
import { z } from "zod";
import { forecastFields } from "../../evidence/kinds/forecast";
import type { Forecast } from "../../findings/forecast/forecast";
import { type PlannedText, shownText } from "../../mail/dns/record";
import { version } from "../answer";

const shown = z.preprocess((text) => shownText(text as PlannedText), z.string());
const pointers = z.looseObject({ added: z.array(shown), removed: z.array(shown), changed: z.array(shown) });

/** As it is kept, with names that are known only after the apply as texts. */
export const forecast = forecastFields.extend({ selectors: pointers, returnPaths: pointers }) as unknown as z.ZodType<Forecast>;

export const forecastAnswer = z.object({ version, forecast });
