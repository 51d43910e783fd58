/** Lambda's functions and the queues that feed them, of one account in one region. Knows no HTTP and runs nothing. */
import { createHash, randomUUID } from "node:crypto";

export class LambdaError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What CreateFunction and UpdateFunctionConfiguration take; in AWS's names, since it is given back as it came. */
export interface Configuration {
  FunctionName: string;
  Role: string;
  Handler: string;
  Runtime: string;
  Timeout: number;
  MemorySize: number;
  Description: string;
  Environment?: { Variables: Record<string, string> };
  Architectures: string[];
  LoggingConfig?: { LogFormat?: string; LogGroup?: string };
}

export interface LambdaFunction {
  configuration: Configuration;
  arn: string;
  zip: Buffer;
  /** Changes with code and configuration: a process that runs an older one is not given another event. */
  revision: string;
  modified: Date;
  statements: Map<string, object>;
  tags: Record<string, string>;
}

export interface Mapping {
  id: string;
  queueArn: string;
  functionArn: string;
  batchSize: number;
  windowSeconds: number;
  partialFailures: boolean;
  /** Kept and given back; one event is fed at a time. */
  mostAtOnce?: number | undefined;
  enabled: boolean;
  tags: Record<string, string>;
  modified: Date;
}

export class LambdaState {
  readonly functions = new Map<string, LambdaFunction>();
  readonly mappings = new Map<string, Mapping>();

  constructor(
    readonly account: string,
    readonly region: string,
  ) {}

  arnOf = (name: string): string => `arn:aws:lambda:${this.region}:${this.account}:function:${name}`;

  create(configuration: Configuration, zip: Buffer, tags: Record<string, string>): LambdaFunction {
    const { FunctionName: name } = configuration;
    if (!/^[a-zA-Z0-9-_]{1,64}$/.test(name)) throw invalid(`"${name}" is no name of a function`);
    if (this.functions.has(name)) throw new LambdaError(409, "ResourceConflictException", `Function already exist: ${name}`);
    const made = { configuration, arn: this.arnOf(name), zip, revision: randomUUID(), modified: new Date(), statements: new Map(), tags };
    this.functions.set(name, made);
    return made;
  }

  change(name: string, changed: { configuration?: Partial<Configuration>; zip?: Buffer }): LambdaFunction {
    const found = this.function(name);
    Object.assign(found.configuration, changed.configuration);
    if (changed.zip) found.zip = changed.zip;
    found.revision = randomUUID();
    found.modified = new Date();
    return found;
  }

  /** @param name or ARN */
  find(name: string): LambdaFunction | undefined {
    return this.functions.get(name.split(":").at(6) ?? name);
  }

  /** @throws LambdaError when there is none */
  function(name: string): LambdaFunction {
    const found = this.find(name);
    if (!found) throw new LambdaError(404, "ResourceNotFoundException", `Function not found: ${this.arnOf(name)}`);
    return found;
  }

  mapping(id: string): Mapping {
    const found = this.mappings.get(id);
    if (!found) throw new LambdaError(404, "ResourceNotFoundException", "The resource you requested does not exist.");
    return found;
  }

  /** Of a function or a mapping. */
  tagged(arn: string): { tags: Record<string, string> } {
    return arn.includes(":event-source-mapping:") ? this.mapping(arn.split(":").at(6) ?? "") : this.function(arn);
  }
}

export const invalid = (message: string): LambdaError => new LambdaError(400, "InvalidParameterValueException", message);

export const codeDigest = (zip: Buffer): string => createHash("sha256").update(zip).digest("base64");
