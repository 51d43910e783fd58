// `npm run compare`: judges a generated corpus with pyspf, dkimpy and checkdmarc, and with our own readers. Red where they differ and differences.ts does
// not say who is right, and where it says so of a difference that is not there any more.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { notPrepared, preparePython } from "../python";
import { type Case, corpusOf } from "./corpus";
import { differences } from "./differences";
import { type Answer, agree, judgeOurselves } from "./ours";

const perProtocol = Number(process.argv[2] ?? 5_000);
const seed = Number(process.argv[3] ?? 20_261_128);

async function main(): Promise<number> {
  const python = preparePython("compare", join(__dirname, "requirements.txt"));
  if (typeof python !== "string") return notPrepared("pyspf, dkimpy and checkdmarc", "nothing was compared", python.problem);
  const cases = corpusOf(seed, perProtocol);
  const theirs = askOthers(python, cases);
  const counts = new Map<string, number>(differences.map(({ id }) => [id, 0]));
  const unexplained: string[] = [];
  for (const [at, each] of cases.entries()) {
    const ours = await judgeOurselves(each);
    const { answer, why } = theirs[at] as Theirs;
    if (agree(ours, answer)) continue;
    const known = differences.find(
      ({ protocol, holds }) => protocol === each.protocol && holds({ judged: each, ours, theirs: answer, why }),
    );
    if (known) counts.set(known.id, (counts.get(known.id) ?? 0) + 1);
    else
      unexplained.push(
        `${each.protocol}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(answer)} (${why}): ${JSON.stringify(each)}`,
      );
  }
  // Another corpus need not have every difference.
  const stale = process.argv.length > 2 ? [] : [...counts].filter(([, count]) => count === 0).map(([id]) => id);
  for (const line of unexplained.slice(0, 20)) console.error(`${line}\n  mend it, or say in scripts/compare/differences.ts who is right`);
  for (const id of stale) console.error(`${id}: nothing differs like this\n  remove it from scripts/compare/differences.ts`);
  for (const [id, count] of counts) console.log(`${String(count).padStart(6)} ${id}: ${differences.find((each) => each.id === id)?.who}`);
  console.log(`${cases.length} records, seed ${seed}: ${unexplained.length} differences without a reason`);
  return unexplained.length + stale.length > 0 ? 1 : 0;
}

interface Theirs {
  answer: Answer;
  why: string;
}

function askOthers(python: string, cases: readonly Case[]): Theirs[] {
  const input = cases.map((each) => JSON.stringify(each)).join("\n");
  const output = execFileSync(python, [join(__dirname, "judges.py")], { input, encoding: "utf8", maxBuffer: 64_000_000, env: {} });
  const answers = output.trim().split("\n");
  if (answers.length !== cases.length) throw new Error(`${cases.length} cases were given, and ${answers.length} answers came back`);
  return answers.map((line) => JSON.parse(line) as Theirs);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
