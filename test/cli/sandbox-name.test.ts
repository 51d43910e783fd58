import { run } from "../../cli/sandbox";

test.each(["../../../x", "a/b", "..", "", "-x", "a b", "a;b", "$(id)", "x".repeat(33), "ä", "a\n"])(
  "refuses %j as a sandbox's name, which is part of files' names",
  async (name) => {
    const said: string[] = [];
    const world = {
      env: {},
      stdout: { write: (text: string) => said.push(text) },
      stderr: { write: () => {} },
      directory: "/",
      twinpost: async () => 0 as const,
    };
    await expect(run({ name, seed: "x", terraformPlugins: "stand-ins" } as never, world, "env")).rejects.toMatchObject({ exitCode: 2 });
    await expect(run({ name, seed: "x", terraformPlugins: "stand-ins" } as never, world, "start")).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("--name"),
    });
    expect(said).toEqual(["false\n"]);
  },
);
