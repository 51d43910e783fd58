/**
 * Runs functions: the very zip that was given to Lambda, in a process of its own with the function's variables and a session of its role, and
 * nothing of this process's environment. One event at a time; a new process after a change, an error of the runtime or a time-out.
 * Not here: several events at once, memory limits, cold starts that take their time.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import type { LambdaFunction } from "./state";

export interface Invocation {
  /** The handler threw, the code could not be loaded, or time ran out: `payload` then has errorType and errorMessage. */
  failed: boolean;
  payload: unknown;
}

export interface RunnerOptions {
  /** A session of its role; throws when Lambda may not take the role. */
  login(role: string): Promise<{ accessKeyId: string; secretAccessKey: string; token: string }>;
  /** Addresses of this sandbox, which the function's variables do not have. */
  addresses(): Record<string, string>;
  /** Lines that a function wrote. */
  log(arn: string, line: string): void;
}

interface Running {
  revision: string;
  process: ChildProcess;
  folder: string;
}

type Message = { started: boolean; payload?: unknown } | { id: number; failed: boolean; payload: unknown };

export class Runner {
  readonly #running = new Map<string, Running>();
  readonly #queues = new Map<string, Promise<unknown>>();
  #nextId = 1;

  constructor(private readonly options: RunnerOptions) {}

  /** In turn for each function. */
  invoke(called: LambdaFunction, event: unknown): Promise<Invocation> {
    const turn = (this.#queues.get(called.arn) ?? Promise.resolve()).then(() => this.#invoke(called, event));
    this.#queues.set(called.arn, turn);
    return turn;
  }

  async #invoke(called: LambdaFunction, event: unknown): Promise<Invocation> {
    const started = await this.#processOf(called);
    if ("failed" in started) return started;
    const id = this.#nextId++;
    const { process: child } = started;
    const seconds = called.configuration.Timeout;
    return new Promise((resolve) => {
      const end = (invocation: Invocation): void => {
        clearTimeout(timer);
        child.off("message", take);
        child.off("exit", exited);
        resolve(invocation);
      };
      const take = (message: Message): void => {
        if ("id" in message && message.id === id) end({ failed: message.failed, payload: message.payload });
      };
      const exited = (): void => end(failure("Runtime.ExitError", "RequestId: sandbox Error: Runtime exited"));
      const timer = setTimeout(() => {
        this.#stop(called.arn);
        end(failure("Sandbox.Timedout", `RequestId: sandbox Error: Task timed out after ${seconds.toFixed(2)} seconds`));
      }, seconds * 1000);
      child.on("message", take);
      child.on("exit", exited);
      child.send({ id, event, context: { functionName: called.configuration.FunctionName, invokedFunctionArn: called.arn } });
    });
  }

  async #processOf(called: LambdaFunction): Promise<Running | Invocation> {
    const known = this.#running.get(called.arn);
    if (known?.revision === called.revision && known.process.exitCode === null && known.process.connected) return known;
    this.#stop(called.arn);
    const { FunctionName: name, Role, Handler, Environment } = called.configuration;
    const folder = mkdtempSync(join(tmpdir(), "twinpost-function-"));
    for (const [path, bytes] of Object.entries(unzipSync(called.zip))) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    const { accessKeyId, secretAccessKey, token } = await this.options.login(Role);
    const [, , , region = "", account = ""] = called.arn.split(":");
    const env = {
      ...Environment?.Variables,
      ...this.options.addresses(),
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCOUNT_ID: account,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: token,
      AWS_LAMBDA_FUNCTION_NAME: name,
    };
    const child = spawn(process.execPath, [join(__dirname, "run-handler.js"), folder, Handler], {
      env,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const running = { revision: called.revision, process: child, folder };
    this.#running.set(called.arn, running);
    for (const stream of [child.stdout, child.stderr]) eachLine(stream, (line) => this.options.log(called.arn, line));
    const first = await new Promise<Message | undefined>((resolve) => {
      child.once("message", (message: Message) => resolve(message));
      child.once("exit", () => resolve(undefined));
    });
    if (first && "started" in first && first.started) return running;
    this.#stop(called.arn);
    return {
      failed: true,
      payload: (first as { payload?: unknown } | undefined)?.payload ?? failure("Runtime.ExitError", "Runtime exited").payload,
    };
  }

  #stop(arn: string): void {
    const running = this.#running.get(arn);
    this.#running.delete(arn);
    running?.process.kill("SIGKILL");
    if (running) rmSync(running.folder, { recursive: true, force: true });
  }

  stop(): void {
    for (const arn of [...this.#running.keys()]) this.#stop(arn);
  }
}

const failure = (errorType: string, errorMessage: string): Invocation => ({ failed: true, payload: { errorType, errorMessage } });

function eachLine(stream: NodeJS.ReadableStream | null, tell: (line: string) => void): void {
  let rest = "";
  stream?.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) tell(line);
  });
}
