/** However the command ends, nothing that it started goes on. */
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { writeEvidence } from "../../evidence/evidence";
import { xml } from "../adapters/aws/aws-service";
import { useCannedServer } from "../adapters/canned-server";
import { dev } from "../fixtures/environments/dev";
import { type Folder, openFolder, type Twinpost, until } from "./twinpost";

jest.setTimeout(600_000);

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

/** Terraform has 60 s to end in, and needs some while services that are gone do not answer it. */
const nothingIsLeftOf = (run: Twinpost): Promise<void> => until(() => run.processes().length === 0, 70);

test("two sandboxes run side by side; Ctrl-C ends one, kill -9 the other", async () => {
  const [one, other] = ["one", "other"].map((name) => folder.twinpost(["sandbox", "--name", name])) as [Twinpost, Twinpost];
  await Promise.all([one.says("Ctrl-C ends it"), other.says("Ctrl-C ends it")]);
  expect(one.stdout().split("\n")).toContain('  eval "$(npx twinpost sandbox env --name one)"');
  const [ofOne, ofOther] = [await variables("one"), await variables("other")];
  expect([ofOne.TWINPOST_SANDBOX, ofOther.TWINPOST_SANDBOX]).toEqual(["one", "other"]);
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
  const again = folder.twinpost(["sandbox", "--name", "other"]);
  await again.says("Ctrl-C ends it");
  const rival = folder.twinpost(["sandbox", "--name", "other"]);
  expect(await rival.ended).toBe(2);
  expect(rival.stderr()).toMatch(/^a sandbox called "other" is running here already, as process \d+\n {2}give this one another --name\n$/);
  again.child.kill("SIGKILL");
  await nothingIsLeftOf(again);
  const asked = folder.twinpost(["sandbox", "env", "--name", "other"]);
  expect(await asked.ended).toBe(2);
  expect(asked.stderr()).toMatch(/^no sandbox called "other" is running here\n {2}start one/);
});

test("closing the terminal ends a sandbox with all that it started", async () => {
  const sandbox = folder.twinpost(["sandbox"], {}, { ownGroup: true });
  await sandbox.says("Ctrl-C ends it");
  process.kill(-(sandbox.child.pid ?? 0), "SIGHUP");
  expect(await sandbox.ended).toBe(0);
  await nothingIsLeftOf(sandbox);
  expect(existsSync(join(folder.directory, ".twinpost", "sandboxes", "default.json"))).toBe(false);
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

describe("an apply in the middle of terraform's work", () => {
  const startSts = useCannedServer();
  let apply: Twinpost;
  let interrupts: string;
  beforeEach(async () => {
    const { url } = await startSts(
      xml("GetCallerIdentityResponse", `<Account>${dev.aws.account}</Account><Arn>arn:aws:iam::${dev.aws.account}:user/ann</Arn>`),
    );
    interrupts = join(folder.directory, "interrupts");
    const bin = join(folder.directory, "bin");
    const kept = join(folder.directory, ".twinpost", "email-dev");
    for (const each of [bin, kept, join(folder.directory, "cdktf.out", "stacks", "email-dev")]) mkdirSync(each, { recursive: true });
    writeFileSync(join(kept, "plan.tfplan"), "");
    const plan = { changes: [], outputs: [], records: [], findings: [] };
    const actsOn = { awsAccount: dev.aws.account, endpoints: { AWS_ENDPOINT_URL: url } };
    const digest = createHash("sha256").update("").digest("hex");
    const origin = { source: "sandbox" as const, commit: undefined, at: new Date(), by: "local:ann" };
    const evidence = writeEvidence({ kind: "kept-plan", target: "dev", ...origin, result: { plan, actsOn, digest } });
    writeFileSync(join(kept, "kept-plan.json"), evidence);
    const terraform = `#!${process.execPath}
      if (process.argv.includes("show")) {
        process.stdout.write('{"format_version":"1.2","terraform_version":"1.11.4"}');
        process.exit(0);
      }
      let timer;
      process.on("SIGINT", () => {
        require("node:fs").appendFileSync(${JSON.stringify(interrupts)}, "interrupt\\n");
        timer ??= setTimeout(() => {
          process.stdout.write("stored\\n");
          process.exit(1);
        }, 4000);
      });
      setInterval(() => {}, 1000);
      require("node:fs").writeFileSync(${JSON.stringify(interrupts)}, "");`;
    writeFileSync(join(bin, "terraform"), terraform);
    chmodSync(join(bin, "terraform"), 0o755);
    const env = {
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      CLOUDFLARE_API_TOKEN: "x",
      SENDGRID_API_KEY: "x",
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "x",
    };
    apply = folder.twinpost(["apply", "--env", "dev", "--apply", "--yes"], env, { ownGroup: true });
    await until(() => existsSync(interrupts));
  });
  const signalGroup = (signal: NodeJS.Signals): boolean => process.kill(-(apply.child.pid ?? 0), signal);

  test.each(["SIGINT", "SIGHUP"] as const)("%s from the terminal: one interrupt, time to stop in, and what to do next", async (signal) => {
    signalGroup(signal);
    expect(await apply.ended).toBe(1);
    expect(readFileSync(interrupts, "utf8")).toBe("interrupt\n");
    expect(apply.stderr()).toMatch(
      /^interrupted\n {2}no step had begun\n {2}terraform was asked to stop; run `npx twinpost plan --env dev` again to see where it stands, .*`npx twinpost adopt --env dev`.*\n$/m,
    );
    expect(existsSync(join(folder.directory, ".twinpost", "email-dev", "plan.tfplan"))).toBe(true);
    await nothingIsLeftOf(apply);
  });

  test("a Ctrl-C that is pressed again is passed on: a person insists", async () => {
    signalGroup("SIGINT");
    await until(() => readFileSync(interrupts, "utf8") === "interrupt\n");
    // Sooner, it would be the same press.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    signalGroup("SIGINT");
    expect(await apply.ended).toBe(1);
    await nothingIsLeftOf(apply);
    expect(readFileSync(interrupts, "utf8")).toBe("interrupt\ninterrupt\n");
  });

  test.each(["the process", "its whole group"])(
    "kill -9 of %s: one interrupt, time to stop in, and its last words in the log",
    async (what) => {
      if (what === "the process") apply.child.kill("SIGKILL");
      else signalGroup("SIGKILL");
      await nothingIsLeftOf(apply);
      expect(readFileSync(interrupts, "utf8")).toBe("interrupt\n");
      expect(readFileSync(join(folder.directory, ".twinpost", "email-dev", "terraform.log"), "utf8")).toMatch(/\nstored\n$/);
    },
  );
});
