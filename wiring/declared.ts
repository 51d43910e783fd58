/**
 * Reads the user's files one by one: a broken file is a fault with its place, and stops neither the others nor `--help`. The folder is
 * `TWINPOST_ENVIRONMENTS`, else environments/ of this checkout.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { FileFault } from "../declaration/check";
import { accountsFile, constantOf, environmentFile, listFile, organisationFile } from "../declaration/files";
import { type Declared, type DeclaredData, type FileContent, loadDeclared } from "../declaration/load";
import { type EnvironmentTarget, environmentTarget, findTarget, type Target } from "../declaration/target";
import type { Settings } from "./settings";

const folderOfCheckout = join(__dirname, "..", "environments");

type Place = Pick<Settings, "env" | "directory">;

/** Has read the files. */
interface Reader {
  declared(): Declared;
}

export const environmentsFolder = ({ env, directory }: Place): string =>
  env.TWINPOST_ENVIRONMENTS ? resolve(directory, env.TWINPOST_ENVIRONMENTS) : folderOfCheckout;

export const loadDeclaredFiles = (place: Place): Declared => loadDeclared(readDeclaredFiles(environmentsFolder(place)));

/** @throws OperatorError if `--env` names nothing, or a file with a fault. */
export const loadTarget = (name: string, { declared }: Reader): Target => findTarget(name, declared());

/** For verbs that only an environment has. @throws OperatorError as loadTarget does. */
export const loadEnvironmentTarget = (name: string, { declared }: Reader): EnvironmentTarget => environmentTarget(name, declared());

export function readDeclaredFiles(folder: string): DeclaredData {
  const read = (name: string, file: string, constant: string): FileContent =>
    readFile({ folder, path: join(folder, `${name}.ts`), file, constant });
  const list = read("declared", listFile, "environments");
  const { names, listFaults } = readNames(list);
  return {
    environments: Object.fromEntries(names.map((name) => [name, read(name, environmentFile(name), constantOf(name))])),
    accounts: read("accounts", accountsFile, "accounts"),
    organisation: read("organisation", organisationFile, "organisation"),
    listFaults,
  };
}

function readNames(list: FileContent): { names: string[]; listFaults: DeclaredData["listFaults"] & object } {
  if ("faults" in list) return { names: [], listFaults: list.faults };
  const remedy = "write the names of the files: export const environments = [...]";
  if (!Array.isArray(list.value) || !list.value.every((name): name is string => typeof name === "string" && /^[\w-]+$/.test(name)))
    return { names: [], listFaults: [{ file: listFile, problem: "environments is not a list of names", remedy }] };
  const names = [...new Set(list.value)];
  const isTwice = names.length < list.value.length;
  return { names, listFaults: isTwice ? [{ file: listFile, problem: "a name is in the list twice", remedy }] : [] };
}

interface FileToRead {
  folder: string;
  path: string;
  /** Its name in messages. */
  file: string;
  /** The name of its export. */
  constant: string;
}

function readFile({ folder, path, file, constant }: FileToRead): FileContent {
  if (!existsSync(path)) return { faults: [missing(file, path)] };
  let exported: Record<string, unknown>;
  try {
    // Required one by one: a broken file must not break the others.
    exported = require(path);
  } catch (error) {
    return { faults: faultsOfError(error, folder, file) };
  }
  if (exported[constant] !== undefined) return { value: exported[constant] };
  return { faults: [notExported(file, path, constant)] };
}

/** @param place of a file that stands for `file`. @returns undefined where it cannot be evaluated, or exports something else. */
export function evaluateFile(place: string, file: string): unknown {
  const name = basename(file, ".ts");
  const content = readFile({ folder: dirname(place), path: place, file, constant: name });
  return "value" in content ? content.value : undefined;
}

function missing(file: string, path: string): FileFault {
  const isListed = file !== listFile && file !== accountsFile && file !== organisationFile;
  const remedy = isListed
    ? `restore it, or remove its name from ${listFile}`
    : "restore it, or point TWINPOST_ENVIRONMENTS at the folder that has it";
  return { file, problem: `is missing: there is no ${path}`, remedy };
}

function notExported(file: string, path: string, constant: string): FileFault {
  const lines = readFileSync(path, "utf8").split("\n");
  const line = lines.findIndex((text) => /^export\b/.test(text)) + 1;
  const [, other] = /^export const (\w+)/.exec(lines[line - 1] ?? "") ?? [];
  return {
    file,
    ...(line > 0 ? { place: { line, column: 1 } } : {}),
    problem: `exports no "${constant}"${other ? `, but "${other}"` : ""}`,
    remedy: other ? `rename "${other}" to "${constant}"` : `write "export const ${constant} = …"`,
  };
}

/** esbuild prints one line per mistake. An error thrown while the file runs has its place in the stack. */
function faultsOfError(error: unknown, folder: string, file: string): FileFault[] {
  const message = error instanceof Error ? error.message : String(error);
  const mistakes = [...message.matchAll(/^(.*):(\d+):(\d+): ERROR: (.*)$/gm)];
  if (mistakes.length > 0)
    return mistakes.map(([, path = "", line, column, text = ""]) => fault(path, Number(line), Number(column) + 1, text));
  const stack = (error instanceof Error && error.stack) || "";
  const at = stack.split("\n").find((line) => line.includes(folder));
  const [, path, line, column] = /\(?(?:file:\/\/)?([^()\s]+):(\d+):(\d+)\)?$/.exec(at ?? "") ?? [];
  const [text = ""] = message.split("\n");
  return path ? [fault(path, Number(line), Number(column), text)] : [{ file, problem: `cannot be loaded: ${text}`, remedy }];

  function fault(path: string, line: number, column: number, problem: string): FileFault {
    const name = join("environments", relative(folder, path));
    // The fault is in a file that it imports.
    return name === file
      ? { file, place: { line, column }, problem, remedy }
      : { file, problem: `imports ${name}:${line}:${column}: ${problem}`, remedy };
  }
}

const remedy = "correct it; compare with another environment's file";
