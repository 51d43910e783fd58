/** A question of `twinpost init`: the flag, the words, where the answer goes, and what is usual. */
import type { InitAnswers } from "./answers";

export interface Question {
  /** The flag without its dashes, in camel case. */
  key: keyof InitAnswers;
  flag: string;
  text: string;
  /** Where the answer is in the environment, or in the account, as faults name it; entries of a list are below it. */
  path: string;
  /** Taken when nothing else is said; may build on earlier answers. */
  usual?: (answers: Partial<InitAnswers>) => string;
  /** Asked only then; always where it is left out. */
  when?: (answers: Partial<InitAnswers>) => boolean;
}
