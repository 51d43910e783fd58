/**
 * Makes a new environment, with the account and the organisation that it needs, from flags and, on a terminal, from answers to questions.
 * Everything is checked together with what is declared already, and shown, before anything is written.
 */
import { type DeclaredData, throwFaults } from "../../declaration/load";
import { faultsIn } from "../../declaration/new-environment/answer-faults";
import type { InitAnswers } from "../../declaration/new-environment/answers";
import { type ChangedFile, changedFiles, type DeclaredFiles } from "../../declaration/new-environment/changed-files";
import { draftOf } from "../../declaration/new-environment/draft";
import { surroundingsOf } from "../../declaration/new-environment/surroundings";
import { OperatorError } from "../../declaration/operator-error";
import type { Environment } from "../../declaration/schema/environment";
import { Answers } from "./answers";
import { commandLine } from "./command-line";
import { type Conversation, converse } from "./converse";

export interface InitRequest {
  /** From flags. */
  given: Partial<InitAnswers>;
  declared: DeclaredData;
}

export interface InitEffects extends Conversation {
  folder: Folder;
  summarise(summary: Summary): void;
}

/** The user's files. */
export interface Folder extends DeclaredFiles {
  /** Names of the files in it, without their ending. */
  names(): string[];
  write(file: string, text: string): void;
  remove(file: string): void;
}

export interface Summary {
  rows: Answers["rows"];
  files: ChangedFile[];
  /** Nobody is asked: what flags said is known to whoever said it. */
  isAsked: boolean;
}

export interface Initialised {
  environment: Environment;
  /** In the order in which they were written. */
  files: string[];
  removed: string[];
}

export async function init({ given, declared }: InitRequest, use: InitEffects): Promise<Initialised> {
  const files = use.folder.names();
  if (["accounts", "declared"].some((file) => files.includes(file))) throwFaults(declared.listFaults ?? []);
  const answers = new Answers(given, surroundingsOf(declared, files));
  try {
    const changes = await agree(answers, use);
    for (const { file, text } of changes) text === undefined ? use.folder.remove(file) : use.folder.write(file, text);
    const { environment } = draftOf(answers.texts, answers.all);
    return {
      environment,
      files: changes.flatMap(({ file, text }) => (text === undefined ? [] : file)),
      removed: changes.flatMap(({ file, text }) => (text === undefined ? file : [])),
    };
  } catch (error) {
    // What was typed is not typed again.
    answers.follow();
    if (use.ask && answers.rows.some(({ said, agreed }) => said || agreed))
      use.narrate(`To go on with these answers:\n${commandLine(answers)}`);
    throw error;
  }
}

/** @returns what is to be written. */
async function agree(answers: Answers, use: InitEffects): Promise<ChangedFile[]> {
  if (use.ask)
    use.narrate(
      "Enter takes what is in [brackets], ? explains a question, < goes back. Nothing is written before you have seen all of it.",
    );
  await converse(answers, use);
  for (;;) {
    throwFaults(faultsIn(answers.texts, answers.all).others);
    const files = changedFiles(draftOf(answers.texts, answers.all), answers.all, use.folder);
    const { rows } = answers;
    use.summarise({ rows, files, isAsked: use.ask !== undefined });
    if (!use.ask) return files;
    const said = (await use.ask("Write this? yes, no, or the number of an answer to change [yes]: ")).trim().toLowerCase();
    if (["", "y", "yes"].includes(said)) return files;
    if (["n", "no"].includes(said)) throw new OperatorError("nothing was written", undefined, { changedNothing: true });
    const row = /^\d+$/.test(said) ? rows[Number(said) - 1] : undefined;
    if (row) await converse(answers, use, row.question);
    else use.narrate(`  "${said}" is neither yes, no nor a number from 1 to ${rows.length}`);
  }
}
