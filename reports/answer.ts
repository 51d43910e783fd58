/**
 * What a verb answers with `--json`: one object with a version, so that programs can rely on it. Fields are added without raising the
 * version; one that goes or changes its meaning raises it. Who reads an answer takes what it knows, and leaves out the rest.
 */
import { z } from "zod";

/** Every answer begins with it. */
export const version = z.literal(1);

/** ISO 8601, in UTC. */
export const time = z.iso.datetime();

type Body<Answer> = Answer extends unknown ? Omit<Answer, "version"> : never;

/** One line for stdout. What the schema does not describe is left out: it is nobody's to rely on. */
export const answerText = <Schema extends z.ZodType<{ version: 1 }>>(schema: Schema, body: Body<z.input<Schema>>): string =>
  `${JSON.stringify(schema.parse({ version: 1, ...body }))}\n`;

/** @throws ZodError when it is no such answer. */
export const readAnswer = <Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> => schema.parse(answer);
