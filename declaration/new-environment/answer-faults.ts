/** What is wrong with the answers so far, each in the words of its question; of what was not answered yet nothing is told. Pure. */
import { type Fault, faultsOf as faultsAt, type ValueFault } from "../check";
import { accountsFile, environmentFile, organisationFile } from "../files";
import { checkAccounts, checkEnvironments, checkOrganisation } from "../load";
import { brokenAccountRelations } from "../relations/accounts";
import { brokenPromotions } from "../relations/between-environments";
import { organisationBesideOthers } from "../relations/organisation";
import type { Environment } from "../schema/environment";
import type { InitAnswers } from "./answers";
import { type Draft, draftOf } from "./draft";
import type { Question } from "./question";
import { questions } from "./questions";
import type { Surroundings } from "./surroundings";

export interface AnswerFaults {
  /** By the question, in words. */
  words: ReadonlyMap<Question, string>;
  /** Those that no question is about. */
  others: readonly Fault[];
}

export function faultsIn(answers: Partial<InitAnswers>, all: Surroundings): AnswerFaults {
  const draft = draftOf(answers, all);
  const known = { answers, read: {}, around: draft.around };
  const words = new Map<Question, string>();
  for (const question of questions) {
    const answer = answers[question.key];
    if (answer === undefined || question.when?.(known) === false) continue;
    const fault = question.fault?.(answer, known);
    if (fault !== undefined) words.set(question, `"${answer}" ${fault}`);
  }
  const others: Fault[] = [];
  for (const fault of declaredFaults(draft)) {
    const question = "path" in fault ? questionOf(fault) : undefined;
    if (!question) others.push(fault);
    else if (answers[question.key] !== undefined && !words.has(question)) words.set(question, wordsOf(fault as ValueFault, question));
  }
  return { words, others };
}

/** Of what is new. Faults that were there before, in other files, are not about these answers. */
function declaredFaults({ environment, accounts, organisation, around }: Draft): Fault[] {
  const { [environment.name]: _, ...others } = around.environments;
  // Last in the list, so that a duplicate is a fault of the new file.
  const { wellFormed, faults } = checkEnvironments({ ...others, [environment.name]: { value: environment } });
  const before = wellFormed.filter(({ name }) => name !== environment.name);
  const names = [...Object.keys(others), environment.name];
  const checkedAccounts = checkAccounts(accounts);
  const checkedOrganisation = checkOrganisation(organisation);
  const beside = (environments: readonly Environment[]): Fault[] =>
    faultsAt(organisationFile, organisation, organisationBesideOthers(organisation, environments, accounts));
  const known = new Set(beside(before).map((fault) => JSON.stringify(fault)));
  return [
    ...[...faults, ...brokenPromotions(wellFormed, names)].filter(({ file }) => file === environmentFile(environment.name)),
    ...("faults" in checkedAccounts ? checkedAccounts.faults : brokenAccountRelations(wellFormed, checkedAccounts.data)).filter(
      (fault) =>
        fault.file === environmentFile(environment.name) ||
        isOfAccount(
          fault,
          accounts.findIndex(({ id }) => id === environment.aws.account),
        ),
    ),
    ...("faults" in checkedOrganisation ? checkedOrganisation.faults : []),
    ...beside(wellFormed).filter((fault) => !known.has(JSON.stringify(fault))),
  ];
}

const isOfAccount = (fault: Fault, index: number): boolean =>
  fault.file === accountsFile && "path" in fault && fault.path.startsWith(`[${index}].`);

function questionOf({ file, path }: ValueFault): Question | undefined {
  const within = path.replace(/^(domains)?\[\d+\]\.?/, "");
  const of = file === accountsFile ? "account" : file === organisationFile ? "organisation" : "environment";
  if (of === "organisation" && within.startsWith("dns.zoneId")) return byKey("zoneId");
  if (within.startsWith("spf.alsoInclude") || within === "spf") return byKey("alsoInclude");
  return questions.find((question) => question.of === of && isAtOrIn(of === "environment" ? path : within, question.path));
}

const byKey = (key: keyof InitAnswers): Question | undefined => questions.find((question) => question.key === key);

const isAtOrIn = (path: string, place: string): boolean => path === place || path.startsWith(`${place}[`) || path.startsWith(`${place}.`);

/** As the person wrote it, who sees no file: values without quotes, numbers as digits. */
function wordsOf({ got, problem, expected }: ValueFault, { example }: Question): string {
  const value = got === undefined ? "it" : typeof got === "string" ? `"${got}"` : JSON.stringify(got);
  const plain = expected.replace(/ in quotes$/, "").replace(/^(?:"[^"]*"(?: or )?)+$/, (all) => all.replaceAll('"', ""));
  return value === '""' ? `an answer is needed, such as ${example}` : `${value} ${problem}, expected ${plain}`;
}
