/** A name that leads out of the folder of sandboxes is refused; and what a shell would evaluate is then a command that fails, whatever went wrong. */
import { main } from "../../cli/main";

async function ask(words: string[], env: NodeJS.ProcessEnv = {}) {
  const said = { stdout: "", stderr: "" };
  const code = await main(words, {
    env,
    stdout: { write: (text) => (said.stdout += text) },
    stderr: { write: (text) => (said.stderr += text) },
    directory: "/nowhere",
    twinpost: main,
  });
  return { code, ...said };
}

test.each(["../../../x", "a/b", "..", "", "-x", "a b", "a;b", "$(id)", "x".repeat(33), "ä", "a\n"])(
  "refuses %j as a sandbox's name, which is part of files' names",
  async (name) => {
    const stderr = expect.stringContaining("--name is no name of a sandbox");
    expect(await ask(["sandbox", "env", `--name=${name}`])).toEqual({ code: 2, stdout: "false\n", stderr });
    expect(await ask(["sandbox", `--name=${name}`])).toEqual({ code: 2, stdout: "", stderr });
  },
);

test.each<[string, string[], NodeJS.ProcessEnv]>([
  ["nothing runs", ["sandbox", "env"], {}],
  ["a wrong option", ["sandbox", "env", "--nam", "two"], {}],
  ["options before the word", ["sandbox", "--name", "two", "env"], {}],
  ["too many words", ["sandbox", "env", "two"], {}],
  ["a variable that no verb runs with", ["sandbox", "env"], { NODE_TLS_REJECT_UNAUTHORIZED: "0" }],
])("%s: the shell gets a command that fails, and a person the reason", async (_what, words, env) => {
  const { code, stdout, stderr } = await ask(words, env);
  expect([code, stdout]).toEqual([2, "false\n"]);
  expect(stderr).not.toBe("");
});
