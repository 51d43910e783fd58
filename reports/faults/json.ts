/** What every verb answers with `--json` when it fails before it has an answer: the faults, by what is at fault where that is known. */
import { z } from "zod";
import type { Fault } from "../../declaration/check";
import { FaultyFiles } from "../../declaration/faulty-files";
import { type FaultyAnswer, FaultyAnswers } from "../../declaration/new-environment/faulty-answers";
import { answerText, version } from "../answer";

export const fault = z.object({
  file: z.string().exactOptional().describe("absent: of the command line or of a variable"),
  path: z.string().exactOptional().describe('where in the file, such as "dmarc.reportTo[0]"'),
  place: z.object({ line: z.number(), column: z.number() }).exactOptional(),
  subject: z.string().exactOptional().describe("what is at fault, outside files"),
  problem: z.string(),
  got: z.unknown().optional(),
  expected: z.string().exactOptional(),
  remedy: z.string().exactOptional(),
});

export const faultsAnswer = z.object({ version, faults: z.array(fault) });

/** @param error of any kind, whose message is the problem; of the user's files each fault is told. */
export function faultsText(error: Error & { remedy?: string | undefined }): string {
  const { remedy } = error;
  const faults = error.message
    .replace(/^error: /, "")
    .split("\n")
    .map((line) => ({ ...partsOf(line), ...(remedy === undefined ? {} : { remedy }) }));
  if (error instanceof FaultyFiles) return answerText(faultsAnswer, { faults: error.faults.map(toldFault) });
  if (error instanceof FaultyAnswers) return answerText(faultsAnswer, { faults: error.faults.map((each) => toldAnswer(each, remedy)) });
  return answerText(faultsAnswer, { faults: faults.slice(0, 1) });
}

/** Messages are "<subject>: <what is wrong>, got <value>, expected <what is allowed>", with parts left out. */
function partsOf(message: string): z.output<typeof fault> {
  const [, got] = /, got ("[^"]*"|[^,]+)(?:, |$)/.exec(message) ?? [];
  const [, expected] = /, expected (.+)$/.exec(message) ?? [];
  const [, subject] = /^(?:\w+ )?("[^"]+"|--[\w-]+|[A-Z][A-Z0-9_]{3,}|[\w./@-]+(?=: ))/.exec(message) ?? [];
  return {
    ...(subject ? { subject: subject.replace(/^"|"$/g, "") } : {}),
    problem: message,
    ...(got ? { got: got.replace(/^"|"$/g, "") } : {}),
    ...(expected ? { expected } : {}),
  };
}

const toldAnswer = ({ flag, ...rest }: FaultyAnswer, remedy: string | undefined): z.output<typeof fault> => ({
  subject: flag,
  ...rest,
  ...(remedy === undefined ? {} : { remedy }),
});

/** What JSON does not know is told as JavaScript writes it. */
export function toldFault(each: Fault): z.output<typeof fault> {
  if (!("path" in each)) return each;
  const { file, path, problem, got, expected, remedy } = each;
  return { file, path, problem, got: plain(got), expected, remedy };
}

function plain(got: unknown): unknown {
  if (typeof got === "number" && !Number.isFinite(got)) return String(got);
  try {
    return JSON.parse(JSON.stringify(got) ?? "null");
  } catch {
    return String(got);
  }
}
