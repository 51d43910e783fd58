/** The command line that says again what was answered, proposals that were taken too: each flag quoted for a shell where it has to be. */
import type { Answers } from "./answers";

const width = 76;

/** @returns lines that can be pasted. Nothing that `init` asks is a secret. */
export function commandLine({ rows }: Answers): string {
  const flags = rows.filter(({ said, agreed, question }) => (said || agreed) && question.key !== "replace");
  const replaces = rows.some(({ question, text }) => question.key === "replace" && text === "yes");
  const words = [
    ...flags.map(({ question, text }) => `${question.flag.replace(/ .*/, "")} ${quoted(text)}`),
    ...(replaces ? ["--force"] : []),
  ];
  const lines: string[] = ["npx twinpost init"];
  for (const word of words) {
    const last = lines.at(-1) as string;
    if (`${last} ${word}`.length > width) lines.push(`  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line) => `  ${line}`).join(" \\\n");
}

const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
