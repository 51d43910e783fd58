/**
 * Who may import whom. Rooms and rules are those of docs/design.md; a new room needs a line here.
 */
import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { root, sources } from "./sources";

/** For each room: the rooms that it may import besides itself. */
const allowed: Record<string, string[]> = {
  mail: [],
  findings: ["mail"],
  evidence: ["mail", "findings"],
  declaration: ["mail", "findings"],
  environments: ["declaration"],
  changes: ["mail", "findings", "declaration"],
  stacks: ["mail", "declaration"],
  "main.ts": ["declaration", "stacks", "wiring"],
  workflows: ["mail", "findings", "evidence", "declaration", "changes"],
  reports: ["mail", "findings", "evidence", "declaration", "changes"],
  adapters: ["mail", "evidence", "declaration"],
  sandbox: [],
  // What the account's stack lets roles do is plain values: what is applied is compared with it.
  wiring: ["mail", "findings", "evidence", "declaration", "changes", "workflows", "reports", "adapters", "stacks/policies"],
  functions: ["wiring"],
  rehearsal: [
    "mail",
    "findings",
    "evidence",
    "declaration",
    "changes",
    "workflows",
    "reports",
    "adapters",
    "wiring",
    "sandbox",
    "package.json",
  ],
  cli: ["mail", "findings", "evidence", "declaration", "changes", "workflows", "reports", "adapters", "wiring", "package.json"],
};

/**
 * For each room: the rooms and files of which it may know the types, and nothing that runs. A report shows what a use case found; a rehearsal
 * runs the verbs in a world of its own.
 */
const allowedTypes: Record<string, string[]> = { reports: ["workflows"], rehearsal: ["cli/world"] };

/** Only these doors know the rehearsal, and with it the sandbox. */
const rehearsalDoors = ["cli/sandbox.ts", "cli/rehearse.ts"];

/** Rooms that know no clock, network, file or process except through their arguments. */
const pure = ["mail", "findings", "evidence", "declaration", "environments", "changes", "workflows", "reports"];
const effects = /^node:(fs|net|tls|dgram|dns|http|https|http2|child_process|process|timers)(\/|$)/;
const frameworks = /^(cdktf|constructs|@cdktf\/.*)$/;

interface Import {
  file: string;
  room: string;
  /** A package, or a file of ours from the root. */
  target: string;
  ours: boolean;
  /** `import type`: nothing of it is there when the program runs. */
  typesOnly: boolean;
}

const files = sources(".ts").filter((file) => roomOf(file) in allowed);

function roomOf(file: string): string {
  return file.split("/")[0] ?? "";
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), "utf8");
  const pattern = /^(?:import|export)\b[^"';]*?from\s+"([^"]+)"|\b(?:import|require)\("([^"]+)"\)|^import\s+"([^"]+)"/gm;
  return [...source.matchAll(pattern)].map(([statement, from, dynamic, bare]) => {
    const specifier = from ?? dynamic ?? bare ?? "";
    const ours = specifier.startsWith(".");
    const typesOnly = /^(import|export) type\b/.test(statement);
    return { file, room: roomOf(file), ours, typesOnly, target: ours ? posix.join(dirname(file), specifier) : specifier };
  });
}

const imports = files.flatMap(importsOf);
const offenders = (breaks: (each: Import) => boolean): string[] =>
  imports.filter(breaks).map(({ file, target }) => `${file} imports ${target}`);

test("the scan sees the code", () => {
  expect(files.length).toBeGreaterThan(50);
  expect(imports.filter(({ ours }) => ours).length).toBeGreaterThan(100);
});

test("a room imports only the rooms it may", () => {
  const breaks = ({ file, room, ours, typesOnly, target }: Import): boolean => {
    const to = roomOf(target);
    if (!ours || to === room || allowed[room]?.some((each) => each === to || target.startsWith(`${each}/`))) return false;
    if (typesOnly && allowedTypes[room]?.some((each) => each === to || each === target)) return false;
    return !(to === "rehearsal" && rehearsalDoors.includes(file));
  };
  expect(offenders(breaks)).toEqual([]);
});

test("only stacks/ and main.ts know the framework", () => {
  expect(offenders(({ room, target }) => frameworks.test(target) && room !== "stacks" && room !== "main.ts")).toEqual([]);
});

test("only stacks/ and main.ts need a package that `npm ci --omit=dev` leaves out", () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { devDependencies: Record<string, string> };
  const isLeftOut = (target: string): boolean =>
    Object.keys(devDependencies).some((name) => target === name || target.startsWith(`${name}/`));
  expect(offenders(({ room, ours, target }) => !ours && room !== "stacks" && room !== "main.ts" && isLeftOut(target))).toEqual([]);
});

test("policies are values, which programs without the framework compare", () => {
  const isPolicy = (path: string): boolean => path.startsWith("stacks/policies/");
  expect(
    offenders(
      ({ file, ours, target }) => isPolicy(file) && (ours ? roomOf(target) === "stacks" && !isPolicy(target) : frameworks.test(target)),
    ),
  ).toEqual([]);
});

test("the knowing rooms touch nothing", () => {
  expect(offenders(({ room, target }) => pure.includes(room) && effects.test(target))).toEqual([]);
  const clocks = files.filter(
    (file) =>
      pure.includes(roomOf(file)) && /\bDate\.now\(|new Date\(\)|process\.env|Math\.random\(/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(clocks).toEqual([]);
});

test("the wiring knows no terminal and no command line, so that a Lambda is a door to it too", () => {
  expect(offenders(({ room, target }) => room === "wiring" && /^(commander|node:(readline|tty|process))(\/|$)/.test(target))).toEqual([]);
  const wiring = files.filter((file) => roomOf(file) === "wiring");
  const terminal = /\b(stdin|stdout|stderr|isTTY|columns|argv)\b/;
  expect(wiring.filter((file) => terminal.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
});

test("no file imports itself in a circle", () => {
  const graph = new Map(
    files.map((file) => [
      file.replace(/\.ts$/, ""),
      importsOf(file)
        .filter(({ ours }) => ours)
        .map(({ target }) => target),
    ]),
  );
  const circles: string[] = [];
  const visited = new Set<string>();
  const visit = (file: string, path: string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
    // Whatever circle goes through a file was found when that file was visited first.
    if (visited.has(file)) return;
    visited.add(file);
    for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
  };
  for (const file of graph.keys()) visit(file, []);
  expect(circles).toEqual([]);
});
