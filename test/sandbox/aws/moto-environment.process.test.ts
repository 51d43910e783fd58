import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareMoto } from "../../../sandbox/aws/moto-environment";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "twinpost-python-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

interface FakePython {
  version?: string;
  /** What `python3 -m venv` and then `pip` do, as shell; $DIR is the environment. */
  venv?: string;
  pip?: string;
}

/** A machine whose python3 is a shell script that notes what it is asked. */
function machine({ version = "3.11.7", venv = "", pip = "" }: FakePython = {}) {
  const bin = join(directory, "bin");
  const calls = join(directory, "calls");
  mkdirSync(bin);
  writeFileSync(calls, "");
  const inner = `#!/bin/sh\necho pip >> ${calls}\n${pip}\n`;
  script(
    join(bin, "python3"),
    `if [ "$1" = -c ]; then echo ${version}; exit; fi
echo venv >> ${calls}
DIR="$3"
${venv}
mkdir -p "$DIR/bin"
printf '%s' '${inner}' > "$DIR/bin/python"
chmod +x "$DIR/bin/python"`,
  );
  return {
    env: { PATH: `${bin}:/usr/bin:/bin`, XDG_CACHE_HOME: join(directory, "cache") },
    calls: () => readFileSync(calls, "utf8").trim().split("\n"),
  };
}

function script(file: string, text: string): void {
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
}

const failure = (env: Record<string, string>) =>
  prepareMoto(env).then(
    () => undefined,
    (error: unknown) => error,
  );

test("moto is installed once, in the user's cache", async () => {
  const { env, calls } = machine();

  const said: string[] = [];
  const program = await prepareMoto(env, (text) => said.push(text));

  expect(said).toEqual([expect.stringMatching(/^installing moto .* once/)]);
  expect(program.startsWith(join(env.XDG_CACHE_HOME, "twinpost", "moto-"))).toBe(true);
  expect(await prepareMoto(env, (text) => said.push(text))).toBe(program);
  expect(said).toHaveLength(1);
  expect(calls()).toEqual(["venv", "pip"]);
});

test("two first runs at once install it once", async () => {
  const { env, calls } = machine({ venv: "sleep 0.2" });

  const [one, other] = await Promise.all([prepareMoto(env), prepareMoto(env)]);

  expect(one).toBe(other);
  expect(calls()).toEqual(["venv", "pip"]);
});

test("what a run that died left behind is made anew", async () => {
  const { env, calls } = machine();
  const program = await prepareMoto(env);
  const made = join(program, "..", "..");
  rmSync(join(made, "ready"));
  writeFileSync(join(made, "half"), "");
  // No process has this number: Linux counts to 2^22 at most.
  writeFileSync(`${made}.lock`, "99999999");

  expect(await prepareMoto(env)).toBe(program);

  expect(existsSync(join(made, "half"))).toBe(false);
  expect(calls()).toEqual(["venv", "pip", "venv", "pip"]);
  expect(readdirSync(join(env.XDG_CACHE_HOME, "twinpost"))).toHaveLength(1);
});

test("a machine without Python is told to install it", async () => {
  const env = { PATH: join(directory, "nothing"), XDG_CACHE_HOME: directory };

  expect(await failure(env)).toMatchObject({
    name: "SandboxError",
    message: expect.stringContaining("python3 was not found on PATH"),
    remedy: expect.stringContaining("apt install python3"),
  });
});

test("a Python that is too old is named", async () => {
  const { env } = machine({ version: "3.8.10" });

  expect(await failure(env)).toMatchObject({ name: "SandboxError", message: expect.stringContaining("got 3.8.10") });
});

test("a Python without venv names the package to install", async () => {
  const { env } = machine({ venv: "echo 'ensurepip is not available'; exit 1" });

  expect(await failure(env)).toMatchObject({
    name: "SandboxError",
    message: expect.stringContaining("ensurepip is not available"),
    remedy: expect.stringContaining("python3-venv"),
  });
});

test("an index that cannot be reached is told apart, and the next run tries again", async () => {
  const { env, calls } = machine({ pip: "echo ERROR: No matching distribution found for moto >&2; exit 1" });

  expect(await failure(env)).toMatchObject({
    name: "SandboxError",
    message: expect.stringContaining("No matching distribution found for moto"),
    remedy: expect.stringContaining("PyPI"),
  });
  expect(await failure(env)).toBeDefined();
  expect(calls()).toEqual(["venv", "pip", "venv", "pip"]);
});
