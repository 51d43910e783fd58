/** The real terraform, its state in moto's S3, behind a door that refuses the state when it is told to. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { keepErroredStates } from "../../../adapters/terraform/errored-state";
import { createTerraform } from "../../../adapters/terraform/terraform";
import type { OperatorError } from "../../../declaration/operator-error";
import { type Moto, startMoto } from "../../../sandbox/aws/moto";

/** A shell has to get these names whole. */
const directory = mkdtempSync(join(tmpdir(), "somebody's stack "));
const stackDirectory = join(directory, "cdktf.out");
const dataDirectory = join(directory, "work");
const planFile = join(directory, "plan.tfplan");
const left = join(stackDirectory, "errored.tfstate");
const kept = join(dataDirectory, "errored-1.tfstate");
const place = { stackDirectory, dataDirectory };

beforeEach(() => {
  for (const each of [stackDirectory, dataDirectory]) {
    rmSync(each, { recursive: true, force: true });
    mkdirSync(each);
  }
});
afterAll(() => rmSync(directory, { recursive: true }));

test("what terraform left is moved out of cdktf.out, closed to others, and never in the place of another one", () => {
  writeFileSync(left, "first");
  expect(keepErroredStates(place)).toEqual([kept]);
  expect(existsSync(left)).toBe(false);
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  for (const text of ["second", "third"]) {
    writeFileSync(left, text);
    keepErroredStates(place);
  }
  expect(keepErroredStates(place).map((file) => readFileSync(file, "utf8"))).toEqual(["first", "second", "third"]);
});

describe("when the bucket refuses the state after an apply", () => {
  let moto: Moto;
  let door: http.Server;
  let isRefused = false;

  beforeAll(async () => {
    moto = await startMoto({ directory });
    door = http
      .createServer((request, response) => {
        if (isRefused && request.method === "PUT" && /\/staging\.tfstate(\?|$)/.test(request.url ?? "")) {
          request.resume();
          response.writeHead(403, { "Content-Type": "application/xml" }).end("<Error><Code>AccessDenied</Code></Error>");
          return;
        }
        const { method, url: path, headers } = request;
        const onward = http.request({ host: "127.0.0.1", port: moto.port, method, path, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        });
        request.pipe(onward);
      })
      .listen(0, "127.0.0.1");
    await once(door, "listening");
    await fetch(`http://127.0.0.1:${moto.port}/states`, { method: "PUT" });
  });
  afterAll(async () => {
    door.close();
    door.closeAllConnections();
    await moto.stop();
  });

  test("nothing is planned or applied until the command of the remedy has stored it, and then nothing is made twice", async () => {
    const env = {
      PATH: process.env.PATH,
      HOME: directory,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
      AWS_S3_USE_PATH_STYLE: "true",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
    };
    const backend = { s3: { bucket: "states", key: "staging.tfstate", region: "us-east-1", use_lockfile: true } };
    writeFileSync(
      join(stackDirectory, "cdk.tf.json"),
      JSON.stringify({ terraform: { backend }, resource: { terraform_data: { one: {} } } }),
    );
    const open = () =>
      createTerraform({ environment: "staging", stackDirectory, dataDirectory, env, endpoints: { cloudflare: undefined } });
    await open().init();
    await open().plan(planFile);

    isRefused = true;
    const failed = await open()
      .apply(planFile)
      .catch((error: OperatorError) => error);
    isRefused = false;
    expect(failed).toMatchObject({ message: expect.stringContaining("AccessDenied"), remedy: expect.stringContaining("state push") });
    expect(readdirSync(dataDirectory)).toContain("errored-1.tfstate");

    for (const again of [() => open().plan(planFile), () => open().planDestroy(planFile), () => open().apply(planFile)])
      await expect(again()).rejects.toMatchObject({ message: expect.stringContaining(kept), remedy: (failed as OperatorError).remedy });

    const [, command = ""] = String((failed as OperatorError).remedy).split("\n  ");
    await promisify(execFile)("sh", ["-c", command], { env });
    expect(existsSync(kept)).toBe(false);
    expect(await open().plan(planFile)).toEqual({ isEmpty: true });
  });
});
