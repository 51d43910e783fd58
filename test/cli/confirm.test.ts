/** Nothing is done to the real services before somebody typed the environment's name, or a job said `--yes`. */
import { Readable } from "node:stream";
import { confirm, confirmBefore } from "../../cli/confirm";
import { main } from "../../cli/main";
import { groups } from "../../cli/verbs";
import type { World } from "../../cli/world";
import { fixtureEnv } from "../fixtures/declared";

/** @param typed the lines that a person types; undefined where there is no terminal. */
function world(typed: readonly string[] | undefined, env: NodeJS.ProcessEnv = {}) {
  let said = "";
  const stdin = Object.assign(Readable.from([typed?.map((line) => `${line}\n`).join("") ?? ""]), { isTTY: typed !== undefined });
  const sink = { write: (text: string) => (said += text) };
  const made: World = { env: { ...fixtureEnv, ...env }, stdin, stdout: sink, stderr: sink, directory: "/", twinpost: main };
  return { made, said: () => said };
}

const verb = { name: "fail-over" };

test("without a terminal it is refused at once, and --yes is named", async () => {
  await expect(confirmBefore(verb, { env: "prod" }, world(undefined).made)).rejects.toMatchObject({
    exitCode: 2,
    remedy: expect.stringContaining("--yes"),
  });
  await expect(confirmBefore({ ...verb, asksItself: true }, { env: "prod" }, world(undefined).made)).rejects.toMatchObject({ exitCode: 2 });
});

test("--yes asks nobody", async () => {
  const { made, said } = world(undefined);
  await confirmBefore(verb, { env: "prod", yes: true }, made);
  await confirm("apply", { env: "prod", yes: true }, made);
  expect(said()).toBe("");
});

test.each([
  ["the name", ["prod"], 1],
  ["the name after two other words", ["yes", "", " prod "], 3],
])("%s: goes on", async (_, typed, asked) => {
  const { made, said } = world(typed);
  await confirmBefore(verb, { env: "prod" }, made);
  expect(said().split("type prod to fail-over")).toHaveLength(asked + 1);
});

test("three other words: nothing is done", async () => {
  await expect(confirmBefore(verb, { env: "prod" }, world(["y", "yes", "staging"]).made)).rejects.toMatchObject({ exitCode: 2 });
});

test("a promotion asks for where it goes to", async () => {
  await confirm("promote", { to: "prod" }, world(["prod"]).made);
});

test("one that shows something first is not asked for before", async () => {
  const { made, said } = world([]);
  await confirmBefore({ name: "apply", asksItself: true }, { env: "prod" }, made);
  expect(said()).toBe("");
});

test("where some services are stand-ins and others are not, it asks", async () => {
  await expect(confirmBefore(verb, { env: "prod" }, world(undefined, { AWS_ENDPOINT_URL: "http://127.0.0.1:1" }).made)).rejects.toThrow();
});

test("every verb that acts has --yes, and none takes it from a variable", () => {
  for (const each of groups.flatMap(({ verbs }) => verbs)) {
    const names = each.options().map((option) => option.attributeName());
    expect([each.name, names.includes("yes")]).toEqual([each.name, names.includes("apply")]);
  }
});

test("through the command line, nothing is touched before the answer", async () => {
  const { made, said } = world(undefined, { TWINPOST_YES: "1", AWS_ENDPOINT_URL: "http://127.0.0.1:1" });
  expect(await main(["pause", "--env", "prod", "--reason", "a wrong template", "--apply"], made)).toBe(2);
  expect(said()).toContain("--yes");
});
