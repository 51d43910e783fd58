/** A question of `twinpost init`, as data: its flag and words, where the answer goes, what is usual, and what a wrong answer is told. */
import type { Environment } from "../schema/environment";
import type { InitAnswers } from "./answers";
import type { Surroundings } from "./surroundings";

/** What can be read instead of asked. */
export type Readable = keyof Readings;

export interface Readings {
  aws: { account: string; arn: string; region: string | undefined };
  zones: readonly { id: string; name: string }[];
  repository: { owner: string; name: string; ownerId?: string; repositoryId?: string; branch?: string };
  operator: { address: string };
}

export interface Known {
  answers: Partial<InitAnswers>;
  /** What was read so far. */
  read: Partial<Readings>;
  around: Surroundings;
}

/** What is taken when nothing is said. */
interface Proposal {
  text: string;
  /** Where it is from, such as "read from AWS"; a custom of Twinpost's where it is left out. */
  from?: string;
}

export interface Question {
  /** The flag without its dashes, in camel case. */
  key: keyof InitAnswers;
  flag: string;
  /** A few words, for the prompt, the summary and the help of the flag. */
  text: string;
  /** Whose it is, before the words of the prompt. */
  about?: (known: Known) => string | undefined;
  /** What it is for, for whoever asks. */
  help: string;
  /** A right answer; it stands for the real one until that is given. */
  example: string;
  /** What the answer is about, and where in that it goes, as faults name it; entries of a list are below it. */
  of: "environment" | "account" | "organisation" | "init";
  path: string;
  /** Read before the question is asked. */
  reads?: Readable;
  usual?: (known: Known) => Proposal | undefined;
  /** Asked only then; always where it is left out. */
  when?: (known: Known) => boolean;
  /** Never asked: for those who know that they want it. */
  flagOnly?: true;
  /** The answer as it is declared, from one that means the same. */
  tidy?: (text: string, known: Known) => string;
  /** What to look at once more, where the answer is not wrong. */
  hint?: (text: string, known: Known) => string | undefined;
  /** What is wrong with the answer, beside what the schema says: "is ..., expected ...". */
  fault?: (text: string, known: Known) => string | undefined;
}

/** What the first of the other environments says. */
export const asElsewhere =
  (read: (environment: Environment) => string | undefined): NonNullable<Question["usual"]> =>
  ({ answers, around }) => {
    const others = around.wellFormed.filter(({ name }) => name !== answers.name);
    const [found] = others.flatMap((other) => {
      const text = read(other);
      return text === undefined ? [] : [{ text, from: `as in "${other.name}"` }];
    });
    return found;
  };
