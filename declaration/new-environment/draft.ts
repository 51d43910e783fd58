/** Everything that would be declared with these answers. Pure. */
import type { DeclaredAccount } from "../schema/account";
import type { Environment } from "../schema/environment";
import type { Organisation } from "../schema/organisation";
import { domainFor, organisationBeside, withAccount } from "./account";
import type { InitAnswers } from "./answers";
import { newEnvironment } from "./environment";
import { declarableAbove } from "./organisation-questions";
import { questions } from "./questions";
import { type Surroundings, withoutReplaced } from "./surroundings";

export interface Draft {
  environment: Environment;
  accounts: DeclaredAccount[];
  organisation: Organisation;
  /** What is declared beside it: without examples that are replaced. */
  around: Surroundings;
}

export function draftOf(answers: Partial<InitAnswers>, all: Surroundings): Draft {
  const around = withoutReplaced(all, answers);
  const complete = completed(answers, around);
  const environment = newEnvironment(complete);
  const accounts = withAccount(around.accounts, complete, environment);
  const organisation = organisationBeside(around.organisation, environment, accounts);
  const above = answers.organisationalDomain === "yes" && declarableAbove({ answers: complete, read: {}, around }) !== undefined;
  return {
    environment,
    accounts,
    organisation: above ? { ...organisation, domains: [...organisation.domains, domainFor(environment, complete)] } : organisation,
    around,
  };
}

/** Questions that were not answered yet have what is usual, or their examples, as answers: so the answers that are there can be checked. */
function completed(given: Partial<InitAnswers>, around: Surroundings): InitAnswers {
  const answers: Partial<InitAnswers> = { ...given };
  for (const { key, example, usual, flagOnly } of questions) {
    if (answers[key] !== undefined || flagOnly) continue;
    answers[key] = usual?.({ answers, read: {}, around })?.text ?? example;
  }
  return answers as InitAnswers;
}
