/** The catalogue has what is produced, which the compiler knows, and nothing that is not: this asks the compiler for every id that code names. */
import { join, relative } from "node:path";
import ts from "typescript";
import { catalogue } from "../../findings/catalogue";
import { doctorUnknownKinds } from "../../findings/kinds/doctor-unknown";

jest.setTimeout(120_000);

const root = join(__dirname, "..", "..");
/** The rooms that make findings. */
const rooms = ["findings", "mail", "declaration", "changes", "workflows"];
const files = rooms.flatMap((room) => ts.sys.readDirectory(join(root, room), [".ts"]));

const program = ts.createProgram(files, {
  ...ts.getDefaultCompilerOptions(),
  strict: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.CommonJS,
  types: ["node"],
  noEmit: true,
});
const checker = program.getTypeChecker();
const sources = program
  .getSourceFiles()
  .filter(({ fileName }) => rooms.includes(relative(root, fileName).split("/")[0] ?? "") && !fileName.includes("/findings/kinds/"));

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => visit(child, see));
}

const stringsOf = (type: ts.Type | undefined): (string | undefined)[] => {
  if (type === undefined) return [undefined];
  const parts = type.isUnion() ? type.types : [type];
  // A function may stand there too, which returns one.
  const values = parts.filter((part) => !(part.flags & ts.TypeFlags.Undefined) && part.getCallSignatures().length === 0);
  return values.map((part) => (part.isStringLiteral() ? part.value : undefined));
};

/** Texts and templates that are written where nothing but one of these may stand. */
function namedAmong(allowed: ReadonlySet<string>): Set<string> {
  const named = new Set<string>();
  for (const source of sources) {
    visit(source, (node) => {
      // Asking the compiler takes long: it is asked about no text that cannot be one of these.
      if (ts.isStringLiteralLike(node) && !allowed.has(node.text)) return;
      if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return;
      const expected = stringsOf(checker.getContextualType(node));
      if (expected.length === 0 || !expected.every((id) => id !== undefined && allowed.has(id))) return;
      for (const id of ts.isStringLiteralLike(node) ? [node.text] : stringsOf(checker.getTypeAtLocation(node)))
        if (id !== undefined) named.add(id);
    });
  }
  return named;
}

test("every kind of finding is produced by somebody", () => {
  const ids = Object.keys(catalogue);
  const produced = namedAmong(new Set(ids));
  expect(ids.filter((id) => !produced.has(id))).toEqual([]);
});

test("every check that the doctor may fail to make is one of its checks", () => {
  const checks = Object.keys(doctorUnknownKinds).map((id) => id.slice("doctor/".length, -"-unknown".length));
  const made = namedAmong(new Set(checks));
  expect(checks.filter((id) => !made.has(id))).toEqual([]);
});

test("only findingOf makes a finding, so that the catalogue decides how grave it is", () => {
  const offenders: string[] = [];
  for (const source of sources.filter(({ fileName }) => !fileName.endsWith("/findings/finding.ts"))) {
    visit(source, (node) => {
      if (!ts.isObjectLiteralExpression(node) || node.properties.some(ts.isSpreadAssignment)) return;
      if (!node.properties.some(({ name }) => name?.getText() === "severity")) return;
      if (checker.getContextualType(node)?.symbol?.name !== "Finding") return;
      offenders.push(`${relative(root, source.fileName)}:${source.getLineAndCharacterOfPosition(node.pos).line + 1}`);
    });
  }
  expect(offenders).toEqual([]);
});
