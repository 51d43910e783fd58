/**
 * A stack that takes a few seconds to apply, its state in moto's S3 with a lock file, and an apply of it that is killed with `kill -9`.
 * Each of its resources leaves a file behind once it is made, so what is missing from the state can be told.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { S3 } from "@aws-sdk/client-s3";
import { createTerraform } from "../../adapters/terraform/terraform";
import { startMoto } from "../../sandbox/aws/moto";
import { newMark, processesWith } from "./marked-processes";

const resources = 5;
const secondsEach = 0.3;
const place = { Bucket: "twinpost-state", Key: "killed.tfstate" };

/** @param directory empty. */
export async function startKilledApply(directory: string) {
  const moto = await startMoto({ directory });
  const endpoint = `http://127.0.0.1:${moto.port}`;
  const login = { accessKeyId: "key", secretAccessKey: "secret" };
  const s3 = new S3({ endpoint, region: "us-east-1", credentials: login, forcePathStyle: true });
  await s3.createBucket({ Bucket: place.Bucket });

  const [stackDirectory, dataDirectory, made] = ["stack", "data", "made"].map((name) => join(directory, name)) as [string, string, string];
  for (const each of [stackDirectory, made]) mkdirSync(each);
  const mark = newMark();
  const env = {
    PATH: process.env.PATH,
    HOME: directory,
    AWS_ENDPOINT_URL: endpoint,
    AWS_S3_USE_PATH_STYLE: "true",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: login.accessKeyId,
    AWS_SECRET_ACCESS_KEY: login.secretAccessKey,
    ...mark,
  };
  const logFile = join(directory, "terraform.log");
  const settings = { environment: "proof", stackDirectory, dataDirectory, env, endpoints: { cloudflare: undefined }, logFile };
  const planFile = join(directory, "plan.tfplan");
  const terraform = createTerraform(settings);
  const log = (): string => (existsSync(logFile) ? readFileSync(logFile, "utf8") : "");

  /** Everything is replaced in each round. */
  async function plan(round: number): Promise<void> {
    writeFileSync(join(stackDirectory, "cdk.tf.json"), JSON.stringify(configuration(round, made)));
    if (round === 0) await terraform.init();
    await terraform.plan(planFile);
  }

  const isRunning = (): boolean => processesWith(mark).length > 0;

  return {
    log,

    /** Nobody kills it. @returns how long terraform took, in milliseconds. */
    async applyInPeace(): Promise<number> {
      await plan(0);
      const begin = performance.now();
      await terraform.apply(planFile);
      return performance.now() - begin;
    },

    /** @param after how many milliseconds since terraform was started. @param group kills the process group as well, as some job runners do. */
    async applyAndKill({ round, after, group }: { round: number; after: number; group: boolean }): Promise<void> {
      await plan(round);
      const before = log().length;
      const words = ["--import", "tsx", join(__dirname, "apply-to-be-killed.ts"), JSON.stringify({ ...settings, planFile })];
      const child = spawn(process.execPath, words, {
        detached: true,
        env,
        cwd: join(__dirname, "..", ".."),
        stdio: ["ignore", "pipe", "pipe"],
      });
      let errors = "";
      child.stdout.resume();
      child.stderr.on("data", (text) => (errors += text));
      const ended = once(child, "exit");
      while (!log().includes("$ terraform apply", before)) {
        if (child.exitCode !== null) throw new Error(`the apply did not begin\n${errors}`);
        await sleep(10);
      }
      await sleep(after);
      const { pid = 0 } = child;
      if (child.exitCode === null) process.kill(group ? -pid : pid, "SIGKILL");
      await ended;
      while (isRunning()) await sleep(50);
    },

    /** What is wrong after the round; empty if its state is stored and its lock released. */
    async faults(round: number): Promise<string[]> {
      const state = await s3.getObject(place).then(({ Body }) => Body?.transformToString());
      const stored = (JSON.parse(state ?? "") as State).resources
        .filter(({ instances }) => instances.some(({ attributes }) => attributes.triggers_replace.value === round))
        .map(({ name }) => name);
      const lost = readdirSync(made).filter((name) => name.startsWith(`${round}-`) && !stored.includes(`step_${name.split("-")[1]}`));
      const { Contents = [] } = await s3.listObjectsV2({ Bucket: place.Bucket });
      const isLocked = Contents.some(({ Key }) => Key === `${place.Key}.tflock`);
      if (isLocked) await s3.deleteObject({ Bucket: place.Bucket, Key: `${place.Key}.tflock` });
      const errored = [stackDirectory, dataDirectory].flatMap((each) => readdirSync(each)).filter((name) => name.startsWith("errored"));
      return [
        ...(isLocked ? ["the lock is left"] : []),
        ...lost.map((name) => `made and not in the state: ${name}`),
        ...errored.map((name) => `the state is left in ${name}`),
      ];
    },

    async stop(): Promise<void> {
      s3.destroy();
      await moto.stop();
      rmSync(directory, { recursive: true });
    },
  };
}

interface State {
  resources: { name: string; instances: { attributes: { triggers_replace: { value: unknown } } }[] }[];
}

function configuration(round: number, made: string): object {
  const steps = Array.from({ length: resources }, (_, index) => [
    `step_${index}`,
    {
      triggers_replace: round,
      provisioner: [{ "local-exec": { command: `sleep ${secondsEach}; : > ${made}/${round}-${index}` } }],
      ...(index > 0 ? { depends_on: [`terraform_data.step_${index - 1}`] } : {}),
    },
  ]);
  return {
    terraform: { backend: { s3: { bucket: place.Bucket, key: place.Key, region: "us-east-1", use_lockfile: true } } },
    resource: { terraform_data: Object.fromEntries(steps) },
  };
}
