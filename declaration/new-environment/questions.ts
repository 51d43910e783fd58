/** What `twinpost init` must know, in the order in which it is asked. */
import { accountQuestions } from "./account-questions";
import { careQuestions } from "./care-questions";
import { mailQuestions } from "./mail-questions";
import { organisationQuestions } from "./organisation-questions";
import { placeQuestions } from "./place-questions";
import type { Question } from "./question";

export const questions: readonly Question[] = [
  ...placeQuestions,
  ...mailQuestions,
  ...careQuestions,
  ...organisationQuestions,
  ...accountQuestions,
];
