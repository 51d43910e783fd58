/** Every verb's help is complete: for people, and for docs/verbs.md, which is made of it. */
import { main } from "../../cli/main";
import { groups } from "../../cli/verbs";

const verbs = groups.flatMap((group) => group.verbs);

async function help(...words: string[]): Promise<string> {
  let text = "";
  const stdout = { write: (more: string) => (text += more) };
  expect(await main(words, { env: {}, stdout, stderr: stdout, directory: "", twinpost: main })).toBe(0);
  return text;
}

test("the help lists every verb on one line, in its group", async () => {
  const lines = (await help("--help")).split("\n");
  const places = groups.flatMap(({ title, about, verbs }) => [`${title} (${about}):`, ...verbs.map(({ name }) => `  ${name} `)]);
  const found = places.map((start) => lines.findIndex((line) => line.startsWith(start)));
  expect(found).toEqual(found.toSorted((one, other) => one - other));
  expect(found).not.toContain(-1);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  for (const { summary } of verbs) expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^  \\S+ +${summary}$`)));
});

test.each(verbs.map((verb) => [verb.name, verb] as const))(
  "%s shows what it takes, how it ends and an example, in both ways of asking",
  async (name, verb) => {
    const text = await help(name, "--help");
    expect(await help("help", name)).toBe(text);
    for (const { long } of verb.options()) expect(text).toContain(`  ${long}`);
    expect(text).toMatch(/^Exit codes:\n {2}0 done\n {2}1 .*\n {2}2 .+/m);
    expect(verb.examples.every((example) => example.includes(`npx twinpost ${name}`))).toBe(true);
    for (const example of verb.examples) expect(text).toContain(`  $ ${example}\n`);
  },
);

test("a variable has one meaning", () => {
  const meanings = new Map<string, Set<string>>();
  for (const option of verbs.flatMap((verb) => [...verb.options()]))
    if ("variable" in option) {
      const variable = String(option.variable);
      meanings.set(variable, (meanings.get(variable) ?? new Set()).add(option.flags));
    }
  expect([...meanings].filter(([, flags]) => flags.size > 1)).toEqual([]);
});
