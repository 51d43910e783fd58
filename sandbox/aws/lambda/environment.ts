/**
 * One execution environment of a function: the very zip that was given to Lambda, in a process of its own with the function's variables and a session
 * of its role, and nothing of this process's environment. It takes one event at a time.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
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

export interface EnvironmentOptions {
  /** A session of its role; throws when Lambda may not take the role. */
  login(role: string): Promise<{ accessKeyId: string; secretAccessKey: string; token: string }>;
  /** Addresses of this sandbox, which the function's variables do not have. */
  addresses(): Record<string, string>;
  /** Lines that a function wrote. */
  log(arn: string, line: string): void;
}

type Message = { started: boolean; payload?: unknown } | { id: number; failed: boolean; payload: unknown };

export class Environment {
  #isStopped = false;
  #nextId = 1;

  private constructor(
    /** Of the function when it was started. */
    readonly revision: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @returns why it could not be started, as an invocation that failed */
  static async start(called: LambdaFunction, { login, addresses, log }: EnvironmentOptions): Promise<Environment | Invocation> {
    const { FunctionName: name, Role, Handler, Environment: own } = called.configuration;
    const { accessKeyId, secretAccessKey, token } = await login(Role);
    const { revision } = called;
    const folder = mkdtempSync(join(tmpdir(), "twinpost-function-"));
    for (const [path, bytes] of Object.entries(unzipSync(called.zip))) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    const [, , , region = "", account = ""] = called.arn.split(":");
    const env = {
      ...own?.Variables,
      ...addresses(),
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
    for (const stream of [child.stdout, child.stderr]) eachLine(stream, (line) => log(called.arn, line));
    const started = new Environment(revision, child, folder);
    const first = await new Promise<Message | undefined>((resolve) => {
      child.once("message", (message: Message) => resolve(message));
      child.once("exit", () => resolve(undefined));
    });
    if (first && "started" in first && first.started) return started;
    started.stop();
    return { failed: true, payload: first?.payload ?? failure("Runtime.ExitError", "Runtime exited").payload };
  }

  /** One that was stopped is not, though its process may take a moment to end. */
  isAlive(): boolean {
    return !this.#isStopped && this.process.exitCode === null && this.process.signalCode === null && this.process.connected;
  }

  invoke({ arn, configuration: { FunctionName, Timeout } }: LambdaFunction, event: unknown): Promise<Invocation> {
    if (!this.isAlive()) return Promise.resolve(exit);
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const end = (invocation: Invocation): void => {
        clearTimeout(timer);
        this.process.off("message", take);
        this.process.off("exit", exited);
        resolve(invocation);
      };
      const take = (message: Message): void => {
        if ("id" in message && message.id === id) end({ failed: message.failed, payload: message.payload });
      };
      const exited = (): void => end(exit);
      const timer = setTimeout(() => {
        this.stop();
        end(failure("Sandbox.Timedout", `RequestId: sandbox Error: Task timed out after ${Timeout.toFixed(2)} seconds`));
      }, Timeout * 1000);
      this.process.on("message", take);
      this.process.on("exit", exited);
      // One that has just ended says so itself.
      this.process.send({ id, event, context: { functionName: FunctionName, invokedFunctionArn: arn } }, () => undefined);
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.process.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const failure = (errorType: string, errorMessage: string): Invocation => ({ failed: true, payload: { errorType, errorMessage } });

const exit = failure("Runtime.ExitError", "RequestId: sandbox Error: Runtime exited");

function eachLine(stream: NodeJS.ReadableStream | null, tell: (line: string) => void): void {
  let rest = "";
  stream?.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) tell(line);
  });
}
