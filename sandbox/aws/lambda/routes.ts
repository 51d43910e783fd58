/**
 * Lambda's HTTP API: the calls that Terraform's AWS provider 5.100.0 makes, and Invoke.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
 */
import { randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import type { Invocation } from "./environment";
import { type Configuration, codeDigest, invalid, LambdaError, type LambdaFunction, type LambdaState, type Mapping } from "./state";

type Body = Record<string, unknown>;
type Tags = Record<string, string>;

export interface LambdaEffects {
  invoke(called: LambdaFunction, event: unknown): Promise<Invocation>;
  /** @throws LambdaError when Lambda may not take the role. */
  checkRole(role: string): Promise<void>;
  /** Told of a new mapping. */
  mapped(mapping: Mapping): void;
}

export function lambdaRoutes(state: LambdaState, effects: LambdaEffects): Hono {
  const app = new Hono();
  app.onError((error) => {
    if (!(error instanceof LambdaError)) throw error;
    const body = { Type: "User", Message: error.message, message: error.message };
    return Response.json(body, { status: error.status, headers: { "x-amzn-errortype": error.code } });
  });
  const named = (context: Context): LambdaFunction => state.function(context.req.param("name") ?? "");
  addFunctions(app, state, { named, checkRole: effects.checkRole });
  addPermissions(app, named);
  addMappings(app, state, effects.mapped);
  addTags(app, state);

  app.post("/2015-03-31/functions/:name/invocations", async (context) => {
    const called = named(context);
    const text = await context.req.text();
    const invocation = await effects.invoke(called, text === "" ? {} : JSON.parse(text));
    const headers = { "X-Amz-Executed-Version": "$LATEST", ...(invocation.failed ? { "X-Amz-Function-Error": "Unhandled" } : {}) };
    return context.body(JSON.stringify(invocation.payload ?? null), 200, headers);
  });
  return app;
}

interface FunctionEffects extends Pick<LambdaEffects, "checkRole"> {
  named(context: Context): LambdaFunction;
}

function addFunctions(app: Hono, state: LambdaState, { named, checkRole }: FunctionEffects): void {
  app.post("/2015-03-31/functions", async (context) => {
    const { Code, Tags = {}, ...given } = (await context.req.json()) as Body & { Tags?: Tags };
    const { FunctionName, Role, Handler, Runtime } = given as Partial<Configuration>;
    if (!FunctionName || !Role || !Handler || !Runtime) throw invalid("FunctionName, Role, Handler and Runtime are needed");
    if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+/.test(Role)) throw invalid(`"${Role}" is no ARN of a role`);
    await checkRole(Role);
    const configuration = {
      Timeout: 3,
      MemorySize: 128,
      Description: "",
      Architectures: ["x86_64"],
      ...onlyConfiguration(given),
    } as Configuration;
    return context.json(describe(state.create(configuration, zipOf(Code), Tags)), 201);
  });
  app.get("/2015-03-31/functions/:name", (context) => {
    const found = named(context);
    const Code = { RepositoryType: "S3", Location: "https://sandbox.invalid/" };
    return context.json({ Configuration: describe(found), Code, Tags: found.tags });
  });
  app.get("/2015-03-31/functions/:name/configuration", (context) => context.json(describe(named(context))));
  app.get("/2015-03-31/functions/:name/versions", (context) => context.json({ Versions: [describe(named(context))] }));
  app.get("/2020-06-30/functions/:name/code-signing-config", (context) =>
    context.json({ CodeSigningConfigArn: "", FunctionName: named(context).configuration.FunctionName }),
  );
  app.put("/2015-03-31/functions/:name/code", async (context) => {
    const { FunctionName: name } = named(context).configuration;
    const { Architectures, ...code } = (await context.req.json()) as Body;
    const configuration = Architectures ? { Architectures: Architectures as string[] } : {};
    return context.json(describe(state.change(name, { configuration, zip: zipOf(code) })));
  });
  app.put("/2015-03-31/functions/:name/configuration", async (context) => {
    const { FunctionName: name } = named(context).configuration;
    return context.json(describe(state.change(name, { configuration: onlyConfiguration((await context.req.json()) as Body) })));
  });
  app.delete("/2015-03-31/functions/:name", (context) => {
    state.functions.delete(named(context).configuration.FunctionName);
    return context.body(null, 204);
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
function addPermissions(app: Hono, named: (context: Context) => LambdaFunction): void {
  app.post("/2015-03-31/functions/:name/policy", async (context) => {
    const { arn, statements } = named(context);
    const { StatementId = "", Action, Principal = "", SourceArn, SourceAccount } = (await context.req.json()) as Tags;
    if (statements.has(StatementId)) {
      throw new LambdaError(409, "ResourceConflictException", `The statement id (${StatementId}) provided already exists.`);
    }
    const conditions = {
      ...(SourceArn && { ArnLike: { "AWS:SourceArn": SourceArn } }),
      ...(SourceAccount && { StringEquals: { "AWS:SourceAccount": SourceAccount } }),
    };
    const principal = Principal.includes(".amazonaws.com") ? { Service: Principal } : { AWS: Principal };
    const statement = {
      Sid: StatementId,
      Effect: "Allow",
      Principal: principal,
      Action,
      Resource: arn,
      ...(SourceArn || SourceAccount ? { Condition: conditions } : {}),
    };
    statements.set(StatementId, statement);
    return context.json({ Statement: JSON.stringify(statement) }, 201);
  });
  app.get("/2015-03-31/functions/:name/policy", (context) => {
    const { statements, revision } = named(context);
    if (statements.size === 0) throw new LambdaError(404, "ResourceNotFoundException", "The resource you requested does not exist.");
    const Policy = JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: [...statements.values()] });
    return context.json({ Policy, RevisionId: revision });
  });
  app.delete("/2015-03-31/functions/:name/policy/:sid", (context) => {
    if (!named(context).statements.delete(context.req.param("sid"))) {
      throw new LambdaError(404, "ResourceNotFoundException", "No policy is associated with the given resource.");
    }
    return context.body(null, 204);
  });
}

function addMappings(app: Hono, state: LambdaState, mapped: LambdaEffects["mapped"]): void {
  const path = "/2015-03-31/event-source-mappings";
  app.post(path, async (context) => {
    const given = (await context.req.json()) as Body;
    const { arn } = state.function(String(given.FunctionName));
    const queueArn = String(given.EventSourceArn);
    if (!/^arn:aws[a-z-]*:sqs:/.test(queueArn)) throw invalid("the sandbox feeds functions from queues of SQS only");
    const mapping: Mapping = {
      id: randomUUID(),
      queueArn,
      functionArn: arn,
      batchSize: Number(given.BatchSize ?? 10),
      windowSeconds: Number(given.MaximumBatchingWindowInSeconds ?? 0),
      partialFailures: (given.FunctionResponseTypes as string[] | undefined)?.includes("ReportBatchItemFailures") ?? false,
      mostAtOnce: mostAtOnceIn(given),
      enabled: given.Enabled !== false,
      tags: (given.Tags ?? {}) as Tags,
      modified: new Date(),
    };
    state.mappings.set(mapping.id, mapping);
    mapped(mapping);
    return context.json(describeMapping(state, mapping), 202);
  });
  app.get(path, (context) =>
    context.json({ EventSourceMappings: [...state.mappings.values()].map((each) => describeMapping(state, each)) }),
  );
  app.get(`${path}/:id`, (context) => context.json(describeMapping(state, state.mapping(context.req.param("id")))));
  app.put(`${path}/:id`, async (context) => {
    const mapping = state.mapping(context.req.param("id"));
    const given = (await context.req.json()) as Body;
    const { BatchSize, MaximumBatchingWindowInSeconds, Enabled } = given;
    if (BatchSize !== undefined) mapping.batchSize = Number(BatchSize);
    if (MaximumBatchingWindowInSeconds !== undefined) mapping.windowSeconds = Number(MaximumBatchingWindowInSeconds);
    if (Enabled !== undefined) mapping.enabled = Enabled === true;
    mapping.modified = new Date();
    if (given.ScalingConfig !== undefined) mapping.mostAtOnce = mostAtOnceIn(given);
    return context.json(describeMapping(state, mapping), 202);
  });
  app.delete(`${path}/:id`, (context) => {
    const mapping = state.mapping(context.req.param("id"));
    state.mappings.delete(mapping.id);
    return context.json({ ...describeMapping(state, mapping), State: "Deleting" }, 202);
  });
}

/** 2 to 1,000: https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html */
function mostAtOnceIn({ ScalingConfig }: Body): number | undefined {
  const most = (ScalingConfig as { MaximumConcurrency?: number } | undefined)?.MaximumConcurrency;
  if (most !== undefined && !(Number.isInteger(most) && most >= 2 && most <= 1_000)) throw invalid("MaximumConcurrency is 2 to 1000");
  return most;
}

function addTags(app: Hono, state: LambdaState): void {
  const path = "/2017-03-31/tags/:arn";
  const tagged = (context: Context) => state.tagged(decodeURIComponent(context.req.param("arn") ?? ""));
  app.get(path, (context) => context.json({ Tags: tagged(context).tags }));
  app.post(path, async (context) => {
    Object.assign(tagged(context).tags, ((await context.req.json()) as { Tags: Tags }).Tags);
    return context.body(null, 204);
  });
  app.delete(path, (context) => {
    const found = tagged(context);
    for (const key of context.req.queries("tagKeys") ?? []) delete found.tags[key];
    return context.body(null, 204);
  });
}

function describe({ configuration, arn, zip, revision, modified }: LambdaFunction): object {
  return {
    ...configuration,
    FunctionArn: arn,
    CodeSize: zip.length,
    CodeSha256: codeDigest(zip),
    LastModified: modified.toISOString().replace("Z", "+0000"),
    Version: "$LATEST",
    RevisionId: revision,
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    TracingConfig: { Mode: "PassThrough" },
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${configuration.FunctionName}`, ...configuration.LoggingConfig },
  };
}

const describeMapping = ({ account, region }: LambdaState, mapping: Mapping): object => ({
  UUID: mapping.id,
  EventSourceMappingArn: `arn:aws:lambda:${region}:${account}:event-source-mapping:${mapping.id}`,
  EventSourceArn: mapping.queueArn,
  FunctionArn: mapping.functionArn,
  BatchSize: mapping.batchSize,
  MaximumBatchingWindowInSeconds: mapping.windowSeconds,
  ...(mapping.mostAtOnce === undefined ? {} : { ScalingConfig: { MaximumConcurrency: mapping.mostAtOnce } }),
  FunctionResponseTypes: mapping.partialFailures ? ["ReportBatchItemFailures"] : [],
  State: mapping.enabled ? "Enabled" : "Disabled",
  StateTransitionReason: "USER_INITIATED",
  LastModified: Math.floor(mapping.modified.getTime() / 1000),
});

const configurationFields = [
  "FunctionName",
  "Role",
  "Handler",
  "Runtime",
  "Timeout",
  "MemorySize",
  "Description",
  "Environment",
  "Architectures",
  "LoggingConfig",
];

const onlyConfiguration = (given: Body): Partial<Configuration> =>
  Object.fromEntries(
    Object.entries(given).filter(([name, value]) => configurationFields.includes(name) && value !== undefined && value !== null),
  );

function zipOf(code: unknown): Buffer {
  const { ZipFile } = (code ?? {}) as { ZipFile?: string };
  if (!ZipFile) throw invalid("the sandbox takes code as a ZipFile only");
  return Buffer.from(ZipFile, "base64");
}
