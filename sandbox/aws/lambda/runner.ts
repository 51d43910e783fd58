/**
 * Runs functions, several events of one side by side, each in an environment of its own, which is used again for the next one; a new environment after
 * a change, an error of the runtime or a time-out. https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 * Not here: refusing what is too much (429): it waits; memory limits, cold starts that take their time.
 */
import { Environment, type EnvironmentOptions, type Invocation } from "./environment";
import type { LambdaFunction } from "./state";

/** Enough to meet what happens at once; a young account has ten for all its functions. */
const atOnce = 4;

interface Pool {
  idle: Environment[];
  busy: number;
  waiting: (() => void)[];
}

export class Runner {
  readonly #pools = new Map<string, Pool>();
  readonly #alive = new Set<Environment>();
  #isStopped = false;

  constructor(private readonly options: EnvironmentOptions) {}

  /** @throws when Lambda may not take the function's role */
  async invoke(called: LambdaFunction, event: unknown): Promise<Invocation> {
    const pool = this.#pools.get(called.arn) ?? { idle: [], busy: 0, waiting: [] };
    this.#pools.set(called.arn, pool);
    if (pool.busy >= atOnce) await new Promise<void>((enter) => pool.waiting.push(enter));
    else pool.busy++;
    try {
      return await this.#invokeIn(pool, called, event);
    } finally {
      const next = pool.waiting.shift();
      if (next) next();
      else pool.busy--;
    }
  }

  async #invokeIn(pool: Pool, called: LambdaFunction, event: unknown): Promise<Invocation> {
    const isCurrent = (each: Environment): boolean => each.revision === called.revision && each.isAlive();
    for (const old of pool.idle.filter((each) => !isCurrent(each))) this.#end(old);
    pool.idle = pool.idle.filter(isCurrent);
    const environment = pool.idle.pop() ?? (await Environment.start(called, this.options));
    if ("failed" in environment) return environment;
    this.#alive.add(environment);
    if (this.#isStopped) this.#end(environment);
    const invocation = await environment.invoke(called, event);
    if (isCurrent(environment)) pool.idle.push(environment);
    else this.#end(environment);
    return invocation;
  }

  #end(environment: Environment): void {
    this.#alive.delete(environment);
    environment.stop();
  }

  stop(): void {
    this.#isStopped = true;
    for (const each of [...this.#alive]) this.#end(each);
  }
}
