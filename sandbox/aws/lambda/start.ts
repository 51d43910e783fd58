/**
 * AWS Lambda: functions that really run, called by Invoke, and fed from queues of SQS. What a function does is done as its role, and judged like
 * any call. What this does not do is in sandbox/README.md.
 */
import type { Hono } from "hono";
import type { RequestLog } from "../../request-log";
import type { Entities } from "../access/entities";
import type { PolicyDocument } from "../policy/document";
import { judge } from "../policy/evaluate";
import type { Session, Sessions } from "../sts/sessions";
import type { Invocation } from "./environment";
import { mayLog } from "./may-log";
import { feed } from "./queue-feed";
import { lambdaRoutes } from "./routes";
import { Runner } from "./runner";
import { LambdaError, type LambdaFunction, LambdaState, type Mapping } from "./state";

export interface LambdaOptions {
  entities(account: string): Entities | undefined;
  sessions: Sessions;
  log: RequestLog;
  /** Of the gateway, once it is started. */
  url(): string;
  /** Addresses of this sandbox that functions need and their variables do not have. */
  addresses(): Record<string, string>;
  /** Told of each line that a function writes, if its role may write logs. */
  wrote?(arn: string, line: string): void;
}

interface FunctionLine {
  name: string;
  line: string;
}

export interface Lambda {
  at(account: string, region: string): Hono;
  /** Its ARN; undefined when there is no such mapping. */
  functionOfMapping(account: string, region: string, id: string): string | undefined;
  /** @throws LambdaError when there is no such function. */
  invoke(arn: string, event: unknown): Promise<Invocation>;
  /** As a service of AWS calls it, if the function's own policy lets it; undefined when it does not, or when there is no such function. */
  invokeFor(caller: { service: string; sourceArn: string }, arn: string, event: unknown): Promise<Invocation | undefined>;
  /** Of an account in a region: functions, and the mappings that feed them. */
  inventory(account: string, region: string): string[];
  /** What functions wrote, oldest first; the last few thousand lines. */
  lines(): readonly FunctionLine[];
  stop(): Promise<void>;
}

const mostLines = 5_000;
const sessionSeconds = 12 * 3600;

export function createLambda({ entities, sessions, log, url, addresses, wrote }: LambdaOptions): Lambda {
  const places = new Map<string, { state: LambdaState; routes: Hono }>();
  const feeds = new Map<string, { stop(): Promise<void> }>();
  const lines: FunctionLine[] = [];

  async function takeRole(arn: string, name: string): Promise<Session> {
    const [, , , , account = "", path = ""] = arn.split(":");
    const role = await entities(account)?.role(path.slice(path.lastIndexOf("/") + 1));
    const decision =
      role &&
      judge(
        { identity: [], resource: role.trust, resourceDecides: true, isElsewhere: false },
        {
          action: "sts:AssumeRole",
          resources: [arn],
          principal: { account, arn: "lambda.amazonaws.com", kind: "service" },
          context: {},
          knows: () => true,
          gap: (what) => log.addUnknown("iam", what),
        },
      );
    if (!role || !decision?.allowed) {
      throw new LambdaError(400, "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.");
    }
    const own = { role: { arn: role.arn, id: role.id, name: role.name }, name, tags: {}, transitive: [], claims: {} };
    return sessions.issue(account, own, sessionSeconds);
  }

  async function pass(arn: string, line: string): Promise<void> {
    const [, , , region = "", account = ""] = arn.split(":");
    const called = placeOf(account, region).state.find(arn);
    if (called && wrote && (await mayLog(called, { entities, log }))) wrote(arn, line);
  }

  const runner = new Runner({
    login: (role) => takeRole(role, "function"),
    addresses: () => ({ AWS_ENDPOINT_URL: url(), ...addresses() }),
    log(arn, line) {
      lines.push({ name: arn.split(":").at(6) ?? arn, line });
      void pass(arn, line);
      if (lines.length > mostLines) lines.shift();
    },
  });

  const begin = (state: LambdaState, mapping: Mapping): void => {
    const ofMapping = { mapping, isThere: () => state.mappings.has(mapping.id), url: url(), region: state.region, account: state.account };
    const roleOf = (): string => state.function(mapping.functionArn).configuration.Role;
    const invoke = (event: object): Promise<Invocation> => runner.invoke(state.function(mapping.functionArn), event);
    feeds.set(mapping.id, feed({ ...ofMapping, login: () => takeRole(roleOf(), "queue"), invoke }));
  };

  function placeOf(account: string, region: string): { state: LambdaState; routes: Hono } {
    const key = `${account} ${region}`;
    const known = places.get(key);
    if (known) return known;
    const state = new LambdaState(account, region);
    const invoke = (called: LambdaFunction, event: unknown): Promise<Invocation> => runner.invoke(called, event);
    const checkRole = async (role: string): Promise<void> => void (await takeRole(role, "check"));
    const made = { state, routes: lambdaRoutes(state, { invoke, checkRole, mapped: (mapping) => begin(state, mapping) }) };
    places.set(key, made);
    return made;
  }

  return {
    at: (account, region) => placeOf(account, region).routes,
    functionOfMapping: (account, region, id) => placeOf(account, region).state.mappings.get(id)?.functionArn,
    async invoke(arn, event) {
      const [, , , region = "", account = ""] = arn.split(":");
      return runner.invoke(placeOf(account, region).state.function(arn), event);
    },
    async invokeFor({ service, sourceArn }, arn, event) {
      const [, , , region = "", account = ""] = arn.split(":");
      const called = placeOf(account, region).state.find(arn);
      if (!called) return undefined;
      const policy = { Version: "2012-10-17", Statement: [...called.statements.values()] } as PolicyDocument;
      const [, , , , sourceAccount = ""] = sourceArn.split(":");
      const decision = judge(
        { identity: [], resource: policy, resourceDecides: true, isElsewhere: false },
        {
          action: "lambda:InvokeFunction",
          resources: [called.arn],
          principal: { account: sourceAccount, arn: service, kind: "service" },
          context: { "aws:SourceArn": sourceArn, "aws:SourceAccount": sourceAccount },
          knows: () => true,
          gap: (what) => log.addUnknown("lambda", what),
        },
      );
      if (decision.allowed) return runner.invoke(called, event);
      log.addDenied("lambda:InvokeFunction", called.arn, service);
      return undefined;
    },
    inventory(account, region) {
      const { functions, mappings } = placeOf(account, region).state;
      return [
        ...[...functions.keys()].map((name) => `function ${name}`),
        ...[...mappings.values()].map(({ queueArn }) => `mapping of ${queueArn}`),
      ];
    },
    lines: () => lines,
    async stop() {
      await Promise.all([...feeds.values()].map((each) => each.stop()));
      runner.stop();
    },
  };
}
