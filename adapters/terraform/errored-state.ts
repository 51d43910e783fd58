/**
 * The state that its bucket refused after an apply. Terraform leaves it as errored.tfstate in the folder of the stack
 * (https://developer.hashicorp.com/terraform/cli/commands/state/push); a plan that does not know it begins from an older state, and would
 * create again what exists. So it is moved to where nothing is thrown away, readable by its owner only, and until a person has stored it
 * nothing is planned or applied. Storing it is theirs: only they can tell whether somebody has applied meanwhile.
 */
import { chmodSync, existsSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../declaration/operator-error";

export interface StatePlace {
  /** Of the stack, for remedies. */
  environment: string;
  /** Where terraform runs: below cdktf.out, which people delete. */
  stackDirectory: string;
  /** Where it is kept. */
  dataDirectory: string;
  /** `TF_DATA_DIR` */
  terraformData: string;
}

/** @throws OperatorError with the command that stores it. */
export function refuseErroredState(place: StatePlace): void {
  const found = erroredState(place);
  if (found) throw found;
}

/** @returns what to say of the oldest; undefined when every state is stored. */
export function erroredState(place: StatePlace): OperatorError | undefined {
  const [file] = keepErroredStates(place);
  if (file === undefined) return undefined;
  const { environment, stackDirectory, terraformData } = place;
  const terraform = `TF_DATA_DIR=${quoted(terraformData)} terraform -chdir=${quoted(stackDirectory)}`;
  return new OperatorError(
    `${environment}: the state of an earlier apply is not stored: the bucket refused it, and Terraform left it in ${file}`,
    [
      "once the bucket can be written, store it, with the AWS account and the addresses of that apply in the shell:",
      `${terraform} state push ${quoted(file)} && rm ${quoted(file)}`,
      `if it says that the state is locked, release the lock of that apply first: ${terraform} force-unlock <the ID that it names>`,
      "if it says that the state there is newer or another one, somebody has applied since: keep the file, and compare both before you continue",
      "delete the file only if nothing of what it describes exists any more, as after an apply in a sandbox that is gone",
    ].join("\n  "),
  );
}

/** Moves what terraform left. @returns the files that are not stored yet, oldest first. */
export function keepErroredStates({ stackDirectory, dataDirectory }: Pick<StatePlace, "stackDirectory" | "dataDirectory">): string[] {
  const left = join(stackDirectory, "errored.tfstate");
  const kept = readdirSync(dataDirectory)
    .filter((name) => /^errored-\d+\.tfstate$/.test(name))
    .sort((one, other) => numberOf(one) - numberOf(other));
  if (existsSync(left)) {
    const name = `errored-${kept.map(numberOf).reduce((most, each) => Math.max(most, each), 0) + 1}.tfstate`;
    try {
      chmodSync(left, 0o600);
      renameSync(left, join(dataDirectory, name));
      kept.push(name);
    } catch {
      // On another file system, or not to be written: where it lies it is found as well, and our synthesis deletes nothing.
      return [...kept.map((each) => join(dataDirectory, each)), left];
    }
  }
  return kept.map((each) => join(dataDirectory, each));
}

const numberOf = (name: string): number => Number(/\d+/.exec(name)?.[0]);

/** For a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
