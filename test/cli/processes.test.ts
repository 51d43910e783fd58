/** However the command ends, nothing that it started goes on. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Folder, openFolder, type Twinpost, until } from "./twinpost";

jest.setTimeout(60_000);

let folder: Folder;
beforeEach(() => {
  folder = openFolder();
});
afterEach(() => folder.remove());

/** What `twinpost sandbox env` says of a running sandbox. */
async function variables(name: string): Promise<Record<string, string>> {
  const asked = folder.twinpost(["sandbox", "env", "--name", name]);
  expect(await asked.ended).toBe(0);
  return Object.fromEntries([...asked.stdout().matchAll(/^export (\w+)='(.*)'$/gm)].map(([, key = "", value = ""]) => [key, value]));
}

const answers = (url: string | undefined): Promise<boolean> =>
  fetch(`${url}`).then(
    () => true,
    () => false,
  );

const nothingIsLeftOf = (run: Twinpost): Promise<void> => until(() => run.processes().length === 0);

test("two sandboxes run side by side; Ctrl-C ends one, kill -9 the other", async () => {
  const [one, other] = ["one", "other"].map((name) => folder.twinpost(["sandbox", "--name", name])) as [Twinpost, Twinpost];
  await Promise.all([one.says("Ctrl-C ends it"), other.says("Ctrl-C ends it")]);
  const [ofOne, ofOther] = [await variables("one"), await variables("other")];
  expect(ofOne.AWS_ENDPOINT_URL).not.toBe(ofOther.AWS_ENDPOINT_URL);
  expect(await Promise.all([answers(ofOne.AWS_ENDPOINT_URL), answers(ofOther.AWS_ENDPOINT_URL)])).toEqual([true, true]);
  expect(one.processes().join("\n")).toContain("moto_server");

  one.child.kill("SIGINT");
  expect(await one.ended).toBe(0);
  await nothingIsLeftOf(one);
  expect(existsSync(join(folder.directory, ".twinpost", "sandboxes", "one.json"))).toBe(false);
  expect(await answers(ofOther.AWS_ENDPOINT_URL)).toBe(true);

  other.child.kill("SIGKILL");
  expect(await other.ended).toBe("SIGKILL");
  await nothingIsLeftOf(other);
  const asked = folder.twinpost(["sandbox", "env", "--name", "other"]);
  expect(await asked.ended).toBe(2);
  expect(asked.stderr()).toMatch(/^no sandbox called "other" is running here\n {2}start one/);
});

describe("a rehearsal in the middle of terraform's work", () => {
  let rehearsal: Twinpost;
  beforeEach(async () => {
    rehearsal = folder.twinpost(["rehearse", "--env", "staging", "--calm"]);
    await until(() => /terraform (init|plan)/.test(rehearsal.processes().join("\n")));
  });

  test("leaves nothing behind after kill -9", async () => {
    rehearsal.child.kill("SIGKILL");
    await nothingIsLeftOf(rehearsal);
  });

  test("ends at Ctrl-C, says so, and leaves nothing behind", async () => {
    rehearsal.child.kill("SIGINT");
    expect(await rehearsal.ended).toBe(1);
    expect(rehearsal.stdout()).toContain("interrupted");
    expect(rehearsal.stdout() + rehearsal.stderr()).not.toMatch(/^ +at /m);
    await nothingIsLeftOf(rehearsal);
  });
});
