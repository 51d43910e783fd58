/** What `forecast` answers with `--json`: what receivers conclude before and after the kept plan. */
import { z } from "zod";
import { forecast } from "../../evidence/kinds/forecast";
import { version } from "../answer";

export const forecastAnswer = z.object({ version, forecast });
