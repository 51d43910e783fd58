/** What a use case is handed is grouped by noun, so that one sees what it can do at a glance and a world in memory stays short. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root, sources } from "./sources";

const mostMembers = 5;

/** An interface, or a type that is written as an object: what it declares itself, and what it takes over. */
interface Declared {
  file: string;
  name: string;
  members: string[];
  parents: string[];
}

const nameOf = ({ name }: ts.TypeElement): string => name?.getText() ?? "()";

function declaredBy(statement: ts.Statement, file: string): Declared[] {
  if (ts.isInterfaceDeclaration(statement)) {
    const parents = (statement.heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => expression.getText()));
    return [{ file, name: statement.name.text, members: statement.members.map(nameOf), parents }];
  }
  if (!ts.isTypeAliasDeclaration(statement)) return [];
  const parts = ts.isIntersectionTypeNode(statement.type) ? statement.type.types : [statement.type];
  const members = parts.flatMap((part) => (ts.isTypeLiteralNode(part) ? part.members.map(nameOf) : []));
  const parents = parts.flatMap((part) => (ts.isTypeReferenceNode(part) ? [part.typeName.getText()] : []));
  return [{ file, name: statement.name.text, members, parents }];
}

const declared = sources(".ts")
  .filter((file) => /^(workflows|rehearsal)\//.test(file))
  .flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
    return source.statements.flatMap((statement) => declaredBy(statement, file));
  });

function membersOf({ file, members, parents }: Declared): string[] {
  const inherited = parents.flatMap((name) => {
    const same = declared.filter((each) => each.name === name);
    const parent = same.find((each) => each.file === file) ?? same[0];
    return parent ? membersOf(parent) : [];
  });
  return [...new Set([...members, ...inherited])];
}

const effects = declared.filter(({ name }) => name.endsWith("Effects"));

test("the scan sees the effects, with what they take over", () => {
  expect(effects.length).toBeGreaterThan(20);
  const apply = effects.filter(({ name }) => name === "ApplyEffects").flatMap(membersOf);
  expect(apply.sort()).toEqual(["account", "dns", "log", "plans", "terraform"]);
});

test(`a use case is handed at most ${mostMembers} things`, () => {
  const wide = effects.filter((each) => membersOf(each).length > mostMembers);
  expect(wide.map(({ file, name }) => `${file} ${name}`)).toEqual([]);
});
