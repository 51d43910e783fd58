/**
 * Makes a new environment from answers: flags first, then questions where somebody is there to be asked. Everything is checked, with the other
 * environments, before anything is written. Two files: the environment's own, and the list of environments.
 */
import { checkEnvironment, faultText } from "../declaration/check";
import { environmentFile, listFile } from "../declaration/files";
import { checkEnvironments, type DeclaredData, throwFaults } from "../declaration/load";
import { type NewEnvironmentAnswers, newEnvironment } from "../declaration/new-environment/environment";
import { type Question, questions } from "../declaration/new-environment/questions";
import { environmentSource, listSource } from "../declaration/new-environment/source-text";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";

export interface InitRequest {
  /** From flags. */
  given: Partial<NewEnvironmentAnswers>;
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

export async function init({ given, declared, force }: InitRequest, use: InitEffects): Promise<Environment> {
  const environment = newEnvironment(await collect(given, use));
  const { name } = environment;
  const file = environmentFile(name);
  const { [name]: replaced, ...others } = declared.environments;
  // Beside the others, and last, so that what it shares with one of them is its own fault. What is wrong with another file does not matter here.
  const { faults } = checkEnvironments({ ...others, [name]: { value: environment } });
  throwFaults([...(declared.listFaults ?? []), ...faults.filter((fault) => fault.file === file)]);
  if (use.exists(file) && !replaced) {
    throw new OperatorError(`${file} exists and is no environment`, "choose another name", { exitCode: 2 });
  }
  if (use.exists(file) && !force) {
    throw new OperatorError(`${file} exists already`, "choose another name, edit the file, or add --force to replace it", { exitCode: 2 });
  }
  use.write(file, environmentSource(environment));
  use.write(listFile, listSource([...new Set([...Object.keys(declared.environments), name])]));
  return environment;
}

async function collect(given: Partial<NewEnvironmentAnswers>, use: InitEffects): Promise<NewEnvironmentAnswers> {
  const answers: Partial<NewEnvironmentAnswers> = { ...given };
  const missing: Question[] = [];
  for (const question of questions) {
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
  return answers as NewEnvironmentAnswers;
}

async function askUntilRight(
  { key, text, path, usual }: Question,
  answers: Partial<NewEnvironmentAnswers>,
  ask: NonNullable<InitEffects["ask"]>,
  narrate: InitEffects["narrate"],
): Promise<string> {
  const offer = usual?.(answers);
  for (;;) {
    const answer = (await ask(`${text}${offer ? ` [${offer}]` : ""}: `)).trim() || (offer ?? "");
    const fault = faultAt(path, { ...answers, [key]: answer });
    if (!fault) return answer;
    narrate(fault);
  }
}

/** What is wrong with this one answer; the questions that are still to come are not. */
function faultAt(path: Question["path"], answers: Partial<NewEnvironmentAnswers>): string | undefined {
  const file = environmentFile(answers.name ?? "");
  const checked = checkEnvironment(file, newEnvironment(answers as NewEnvironmentAnswers));
  const fault = "faults" in checked ? checked.faults.find((each) => each.path === path || each.path.startsWith(`${path}[`)) : undefined;
  return fault && faultText(fault);
}
