/**
 * Makes a new environment from flags and, on a terminal, from answers to questions. Checks it together with the other environments before it
 * writes the environment's file and the list of environments. An empty folder gets the accounts and the organisation too.
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
  /** The declared files. */
  declared: Pick<DeclaredData, "environments" | "listFaults">;
  /** Replace an environment of that name. */
  force: boolean;
}

export interface InitEffects {
  /** Asks a person; undefined without a terminal. An empty answer takes the default. */
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
    // Last, because an environment exists once it is in the list.
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

/** Faults of the new files, checked together with the others. Leaves out faults of other files. */
function faultsIn(environment: Environment, account: DeclaredAccount | undefined, environments: DeclaredData["environments"]): Fault[] {
  const { [environment.name]: _, ...others } = environments;
  // Last in the list, so that a duplicate is a fault of the new file.
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

/** Faults of this answer, without those of questions that were not asked yet. */
function faultAt(question: Question, answers: InitAnswers): string | undefined {
  const environment = newEnvironment(answers);
  const [checked, at] = accountQuestions.includes(question)
    ? [checkAccounts([newAccount(answers, environment)]), `[0].${question.path}`]
    : [checkEnvironment(environmentFile(answers.name ?? ""), environment), question.path];
  const fault = "faults" in checked ? checked.faults.find(({ path }) => path === at || path.startsWith(`${at}[`)) : undefined;
  return fault && faultText(fault);
}
