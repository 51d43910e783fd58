/** What `doctor` answers with `--json`. */
import { z } from "zod";
import { finding, word } from "../../evidence/words";
import type { DoctorCheckId } from "../../findings/kinds/doctor-unknown";
import { version } from "../answer";

const diagnosis = {
  environment: z.string(),
  checks: z.array(
    z.object({
      id: word<DoctorCheckId>(),
      title: z.string(),
      outcome: z.enum(["ok", "not-yet", "attention", "wrong", "unknown", "skipped"]),
      saw: z.string(),
    }),
  ),
  findings: z.array(finding),
  leadTimes: z.array(z.object({ what: z.string(), takes: z.string(), done: z.boolean().optional().describe("absent: unknown") })),
  cost: z.object({
    lines: z.array(z.object({ what: z.string(), how: z.string(), usd: z.number().optional() })),
    totalUsd: z.number(),
    asOf: z.string(),
  }),
};

export const doctorAnswer = z.object({ version, ...diagnosis });

export const doctorsAnswer = z.object({ version, environments: z.array(z.object(diagnosis)) });
