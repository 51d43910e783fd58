/** What is to be known of a sending provider's own fields in what is declared. */
import type { InitAnswers } from "../new-environment/answers";
import type { Question } from "../new-environment/question";
import type { DeclaredAccount } from "../schema/account";

export interface DeclaredProvider {
  /** For the first account of a new data folder, if an environment sends through it. */
  newAccount?: { question: Question; fields(answers: InitAnswers): Partial<DeclaredAccount> };
}
