// `npm run docs`: writes docs/verbs.md from what the verbs' own help is made of. test/structure/verbs-reference.test.ts says when it must be run again.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Help, type Option } from "commander";
import { Setting } from "../cli/options";
import { exitsOf, paragraphsOf, type Verb, type VerbGroup } from "../cli/verb";
import { groups } from "../cli/verbs";

export const referenceFile = join(__dirname, "..", "docs", "verbs.md");
export const command = "npm run docs";

export const reference = (): string => `${[head(), ...groups.map(groupSection)].join("\n\n")}\n`;

const head = (): string => `# Verbs

Made from each verb's own help by \`${command}\`. \`npx twinpost <verb> --help\` says the same.

- A verb that changes something outside your files shows what it would do, and does it with \`--apply\`. \`seed-test\` sends its mail at once.
- Results go to stdout (\`--json\` for programs), narration to stderr.
- Each option with a variable can be set by it. A flag overrides its variable, and any variable that conflicts with the flag.

${groups.map(({ title, about, verbs }) => `- [${title}](#${anchor(title)}) (${about}): ${verbs.map(linked).join(", ")}`).join("\n")}`;

function groupSection({ title, about, verbs }: VerbGroup): string {
  return [`## ${title}`, `${prose(capitalised(about))}.`, ...verbs.map(verbSection)].join("\n\n");
}

function verbSection(verb: Verb): string {
  const options = [
    ...(verb.arguments?.() ?? []).map((each) => [`\`${each.name()}\``, each.description, ""]),
    ...verb.options().map(optionRow),
  ];
  return [
    `### ${verb.name}`,
    `${capitalised(verb.summary)}.`,
    ...paragraphsOf(verb).map(prose),
    `\`\`\`sh\n${verb.examples.join("\n")}\n\`\`\``,
    [
      "| option | meaning | environment variable |",
      "| --- | --- | --- |",
      ...options.map((cells) => `| ${cells.map(cell).join(" | ")} |`),
    ].join("\n"),
    `Exit codes: ${exitsOf(verb)
      .map(([code, meaning]) => `${code} ${meaning}`)
      .join("; ")}.`,
  ].join("\n\n");
}

function optionRow(option: Option): string[] {
  const required = option.mandatory ? ", required" : "";
  const variable = option instanceof Setting ? `\`${option.variable}\`` : "";
  return [`\`${option.flags}\`${required}`, prose(new Help().optionDescription(option)), variable];
}

const linked = ({ name }: Verb): string => `[${name}](#${anchor(name)})`;
const anchor = (title: string): string => title.toLowerCase().replaceAll(" ", "-");
const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const cell = (text: string): string => text.replaceAll("|", "\\|");
/** What Markdown would take for HTML; not in code. */
const prose = (text: string): string => text.replaceAll(/`[^`]*`|</g, (part) => (part === "<" ? "&lt;" : part));

if (require.main === module) writeFileSync(referenceFile, reference());
