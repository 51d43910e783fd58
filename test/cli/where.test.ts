/** Every verb says where it acts before it does anything, on stderr; stdout stays the result's. */
import { main } from "../../cli/main";
import { groups } from "../../cli/verbs";
import { staysHere } from "../../cli/where";
import { fixtureEnv } from "../fixtures/declared";

const verbs = groups.flatMap((group) => group.verbs);
afterEach(() => jest.restoreAllMocks());

/** What a verb needs said; values that any option of it takes. */
const words: Record<string, string[]> = {
  "fail-over": ["--reason", "why not"],
  pause: ["--reason", "why not"],
  resume: ["--reason", "why not"],
  promote: ["--from", "staging", "--to", "prod"],
  trace: ["inv-42"],
  affected: ["--since", "2026-11-28T10:00Z"],
  alerts: ["test"],
  erase: ["ada@client.example"],
};
const withEnv = (name: string): string[] =>
  verbs
    .find((verb) => verb.name === name)
    ?.options()
    .some(({ long }) => long === "--env")
    ? ["--env", "prod"]
    : [];

async function run(name: string, env: NodeJS.ProcessEnv, ...more: string[]) {
  const said: string[] = [];
  const verb = verbs.find((each) => each.name === name);
  if (!verb) throw new Error(`no verb ${name}`);
  jest.spyOn(verb, "open").mockImplementation(() => {
    said.push("opened");
    return {
      run: async (_options, world) => {
        world.stdout.write('{"version":1}');
        return 0;
      },
    };
  });
  const code = await main([name, ...(words[name] ?? []), ...withEnv(name), ...more], {
    env: { ...fixtureEnv, ...env },
    stdout: { write: (text) => said.push(`out: ${text}`) },
    stderr: { write: (text) => said.push(`err: ${text}`) },
    directory: "/",
    twinpost: main,
  });
  return { code, said };
}

test.each(verbs.map(({ name }) => [name]))("%s says where it acts, or why it need not", async (name) => {
  for (const [env, place] of [
    [{}, "LIVE"],
    [{ AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, "!!! MIXED !!!"],
  ] as const) {
    // It acts at once, and what is declared here are examples.
    if (name === "seed-test" && place === "LIVE") continue;
    const { code, said } = await run(name, env);
    expect(code).toBe(0);
    expect(said.slice(-2)).toEqual(["opened", 'out: {"version":1}']);
    if (staysHere[name]) expect([said.length, staysHere[name]]).toEqual([2, expect.stringMatching(/\w+ \w+/)]);
    else expect([said.length, said[0]]).toEqual([3, expect.stringMatching(`^err: where: .*, ${place}[^\\n]*\\n$`)]);
  }
});

test("only verbs are excused", () => {
  expect(Object.keys(staysHere).filter((name) => !verbs.some((verb) => verb.name === name))).toEqual([]);
});

test("a target that is not there is told before anything is opened", async () => {
  const verb = verbs.find(({ name }) => name === "apply");
  const open = jest.spyOn(verb as (typeof verbs)[number], "open");
  let said = "";
  const sink = { write: (text: string) => (said += text) };
  expect(
    await main(["apply", "--env", "nowhere", "--apply"], { env: fixtureEnv, stdout: sink, stderr: sink, directory: "/", twinpost: main }),
  ).toBe(2);
  expect([said.split("\n")[0], open.mock.calls.length]).toEqual([expect.stringMatching(/^no environment is called "nowhere"/), 0]);
});

const acting = verbs.filter((verb) => verb.name === "seed-test" || verb.options().some(({ long }) => long === "--apply"));

test.each(acting.map(({ name }) => [name]))(
  "%s refuses examples where it would act for real, and takes them in a sandbox",
  async (name) => {
    const more = name === "seed-test" ? [] : ["--apply", "--yes"];
    const { code, said } = await run(name, {}, ...more);
    expect(code).toBe(2);
    expect(said.join("")).toMatch(
      /environments\/prod\.ts: .*aws\.account "444455556666"[\s\S]*environments\/accounts\.ts: .*github\.owner/,
    );
    expect(said).not.toContain("opened");
    expect((await run(name, { AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, ...more)).code).toBe(0);
  },
);
