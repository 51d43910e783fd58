/** The files that a draft changes: each with its new text, or to be removed. Pure, but for asking what a text would declare. */
import { accountsFile, environmentFile, listFile, organisationFile } from "../files";
import { OperatorError } from "../operator-error";
import type { DeclaredAccount } from "../schema/account";
import type { Organisation } from "../schema/organisation";
import type { Draft } from "./draft";
import { insertEntry } from "./insert-entry";
import { accountsSource, entrySource, environmentSource, listSource, organisationSource, propertySource } from "./source-text";
import type { Surroundings } from "./surroundings";

export interface ChangedFile {
  file: string;
  /** Undefined: it is removed. */
  text: string | undefined;
}

export interface DeclaredFiles {
  /** Undefined where there is no such file. */
  textOf(file: string): string | undefined;
  /** What a file with this text would declare; undefined where it cannot be evaluated. */
  evaluate(file: string, text: string): unknown;
}

export function changedFiles({ environment, accounts, organisation, around }: Draft, all: Surroundings, use: DeclaredFiles): ChangedFile[] {
  const { name } = environment;
  const removed = all.names.filter((each) => !around.names.includes(each) && each !== name);
  return [
    { file: environmentFile(name), text: environmentSource(environment) },
    ...edited(
      {
        ...{ file: accountsFile, before: all.accounts, after: accounts },
        isReplaced: all.accounts.length > around.accounts.length,
        source: accountsSource,
        insert: withNewAccount,
      },
      use,
    ),
    ...edited(
      {
        ...{ file: organisationFile, before: all.organisation, after: organisation },
        isReplaced: all.organisation !== around.organisation || !same(all.organisation?.aws, organisation.aws),
        source: organisationSource,
        insert: withNewDomain,
      },
      use,
    ),
    // Late, because an environment exists once it is in the list.
    { file: listFile, text: listSource([...new Set([...around.names, name])]) },
    ...removed.map((each) => ({ file: environmentFile(each), text: undefined })),
  ];
}

interface Edit<T> {
  file: string;
  before: T | undefined;
  after: T;
  /** Something that was declared goes. */
  isReplaced: boolean;
  source(value: T): string;
  /** @returns undefined where that is more than an insertion. */
  insert(text: string, before: T, after: T): string | undefined;
}

function edited<T>({ file, before, after, isReplaced, source, insert }: Edit<T>, use: DeclaredFiles): ChangedFile[] {
  const text = use.textOf(file);
  if (text === undefined || before === undefined) return [{ file, text: source(after) }];
  if (same(before, after)) return [];
  // Nobody has edited it, or what is in it goes.
  if (text === source(before) || isReplaced) return [{ file, text: source(after) }];
  const inserted = insert(text, before, after);
  if (inserted !== undefined && same(use.evaluate(file, inserted), after)) return [{ file, text: inserted }];
  throw new OperatorError(`${file} has a form that cannot be added to`, `write it yourself, so that it declares this:\n${source(after)}`, {
    exitCode: 2,
  });
}

function withNewAccount(text: string, before: readonly DeclaredAccount[], after: readonly DeclaredAccount[]): string | undefined {
  const added = after.at(-1);
  if (added && after.length > before.length) return insertEntry(text, /\baccounts\b[^=;]*=\s*\[/, entrySource(added, "  "));
  const index = after.findIndex((each, at) => !same(each, before[at]));
  const changed = after[index];
  if (!changed) return undefined;
  const lines = Object.entries(changed).flatMap(([field, value]) =>
    field in (before[index] as object) ? [] : propertySource(field, value as object, "    "),
  );
  const id = `id: "${changed.id}",`;
  return text.replace(id, [id, ...lines].join("\n"));
}

function withNewDomain(text: string, before: Organisation, after: Organisation): string | undefined {
  const added = after.domains.at(-1);
  if (!added || after.domains.length === before.domains.length) return undefined;
  return insertEntry(text, /\bdomains\s*:\s*\[/, entrySource(added, "    "));
}

/** Whatever the order of fields. */
function same(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

const sorted = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
