/**
 * Makes a new environment from answers: flags first, then questions where somebody is there to be asked. Everything is checked, with the other
 * environments, before anything is written: the environment's own file and the list of environments. A folder that has none of the user's files
 * yet gets the accounts and the organisation too.
 */
import { checkEnvironment, type Fault, faultText } from "../declaration/check";
import { accountsFile, environmentFile, listFile, organisationFile } from "../declaration/files";
import { checkAccounts, checkEnvironments, type DeclaredData, throwFaults } from "../declaration/load";
import { newAccount, newOrganisation } from "../declaration/new-environment/account";
import { accountQuestions } from "../declaration/new-environment/account-questions";
import type { InitAnswers } from "../declaration/new-environment/answers";
import { newEnvironment } from "../declaration/new-environment/environment";
import type { Question } from "../declaration/new-environment/question";
import { questions } from "../declaration/new-environment/questions";
import { accountsSource, environmentSource, listSource, organisationSource } from "../declaration/new-environment/source-text";
import { OperatorError } from "../declaration/operator-error";
import { brokenAccountRelations } from "../declaration/relations/accounts";
import type { DeclaredAccount } from "../declaration/schema/account";
import type { Environment } from "../declaration/schema/environment";

export interface InitRequest {
  /** From flags. */
  given: Partial<InitAnswers>;
  /** What is there already, as data. */
  declared: Pick<DeclaredData, "environments" | "listFaults">;
  /** Replace an environment of that name. */
  force: boolean;
}

export interface InitEffects {
  /** Asks a person; undefined when nobody is there. An empty answer takes what is usual. */
  ask?: ((text: string) => Promise<string>) | undefined;
  narrate(text: string): void;
  exists(file: string): boolean;
  write(file: string, text: string): void;
}

export interface Initialised {
  environment: Environment;
  /** In the order in which they were written. */
  files: string[];
}

export async function init({ given, declared, force }: InitRequest, use: InitEffects): Promise<Initialised> {
  const isFirst = ![accountsFile, listFile].some(use.exists);
  if (!isFirst) throwFaults(declared.listFaults ?? []);
  const hasAccounts = use.exists(accountsFile);
  const answers = await collect([...questions, ...(hasAccounts ? [] : accountQuestions)], given, use);
  const environment = newEnvironment(answers);
  const account = hasAccounts ? undefined : newAccount(answers, environment);
  const { name } = environment;
  throwFaults(faultsIn(environment, account, declared.environments));
  refuseExisting(environmentFile(name), { isKnown: name in declared.environments, force }, use);

  const texts: NewFile[] = [
    newFile(environmentFile(name), environmentSource(environment)),
    ...(account ? [newFile(accountsFile, accountsSource([account]))] : []),
    ...(use.exists(organisationFile) ? [] : [newFile(organisationFile, organisationSource(newOrganisation(environment)))]),
    // Last: an environment is there once the list has it.
    newFile(listFile, listSource([...new Set([...Object.keys(declared.environments), name])])),
  ];
  for (const { file, text } of texts) use.write(file, text);
  return { environment, files: texts.map(({ file }) => file) };
}

interface NewFile {
  file: string;
  text: string;
}

const newFile = (file: string, text: string): NewFile => ({ file, text });

/** What is wrong with the new ones, beside the others. What is wrong with another file does not matter here. */
function faultsIn(environment: Environment, account: DeclaredAccount | undefined, environments: DeclaredData["environments"]): Fault[] {
  const { [environment.name]: _, ...others } = environments;
  // Last, so that what it shares with another is its own fault.
  const { wellFormed, faults } = checkEnvironments({ ...others, [environment.name]: { value: environment } });
  const ofAccount = account ? faultsOfAccount(account, wellFormed) : [];
  return [...faults, ...ofAccount].filter(({ file }) => file === environmentFile(environment.name) || file === accountsFile);
}

function faultsOfAccount(account: DeclaredAccount, environments: readonly Environment[] = []): Fault[] {
  const checked = checkAccounts([account]);
  return "faults" in checked ? checked.faults : brokenAccountRelations(environments, checked.data);
}

function refuseExisting(file: string, { isKnown, force }: { isKnown: boolean; force: boolean }, { exists }: InitEffects): void {
  if (!exists(file)) return;
  const fault = (problem: string, remedy: string) => new OperatorError(`${file} ${problem}`, remedy, { exitCode: 2 });
  if (!isKnown) throw fault("exists and is no environment", "choose another name");
  if (!force) throw fault("exists already", "choose another name, edit the file, or add --force to replace it");
}

async function collect(asked: readonly Question[], given: Partial<InitAnswers>, use: InitEffects): Promise<InitAnswers> {
  const answers: Partial<InitAnswers> = { ...given };
  const missing: Question[] = [];
  for (const question of asked) {
    const { key, usual, when } = question;
    if (answers[key] !== undefined || when?.(answers) === false) continue;
    if (use.ask) answers[key] = await askUntilRight(question, answers, use.ask, use.narrate);
    else if (usual) answers[key] = usual(answers);
    else missing.push(question);
  }
  if (missing.length > 0) {
    const lines = missing.map(({ flag, text }) => `${flag}: ${text}`);
    throw new OperatorError(`missing answers:\n${lines.join("\n")}`, "pass these flags, or run `init` on a terminal, where it asks", {
      exitCode: 2,
    });
  }
  return answers as InitAnswers;
}

async function askUntilRight(
  question: Question,
  answers: Partial<InitAnswers>,
  ask: NonNullable<InitEffects["ask"]>,
  narrate: InitEffects["narrate"],
): Promise<string> {
  const { key, text, usual } = question;
  const offer = usual?.(answers);
  for (;;) {
    const answer = (await ask(`${text}${offer ? ` [${offer}]` : ""}: `)).trim() || (offer ?? "");
    const fault = faultAt(question, { ...answers, [key]: answer } as InitAnswers);
    if (!fault) return answer;
    narrate(fault);
  }
}

/** What is wrong with this one answer; the questions that are still to come are not. */
function faultAt(question: Question, answers: InitAnswers): string | undefined {
  const environment = newEnvironment(answers);
  const [checked, at] = accountQuestions.includes(question)
    ? [checkAccounts([newAccount(answers, environment)]), `[0].${question.path}`]
    : [checkEnvironment(environmentFile(answers.name ?? ""), environment), question.path];
  const fault = "faults" in checked ? checked.faults.find(({ path }) => path === at || path.startsWith(`${at}[`)) : undefined;
  return fault && faultText(fault);
}
