/** The function that watches, beside the way of events: its secret, its alarms, and hours that go by for all of them. */

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { providerAlarms } from "../../../declaration/alarms/provider-alarms";
import { alarmName } from "../../../declaration/names/alarms";
import { eventTable, functionName } from "../../../declaration/names/events";
import { askingSecret, providerSecret } from "../../../declaration/names/secrets";
import { root } from "../../structure/sources";
import { environment, type Pipeline, type Provider } from "./pipeline";

const hourMs = 3_600_000;
const kinds = ["missing-events", "webhook-wrong"];
/** Those that the page tells people to give, and no other. */
const monitoring = readFileSync(join(root, "docs", "monitoring.md"), "utf8");
const [, listed = ""] = /: scopes (`[^|]*?), with a subuser/.exec(monitoring) ?? [];
const scopes = [...listed.matchAll(/`([\w.]+)`/g)].map(([, scope = ""]) => scope);

export interface Found {
  MissingEvents?: number;
  WebhookWrong?: number;
  AskFailed?: number;
}

export async function startWatching({ sandbox, endpoint, calls }: Pipeline) {
  const { json, rest, makeFunction } = calls;
  const { account, region } = environment.aws;
  await json("secretsmanager", "secretsmanager.CreateSecret", {
    Name: askingSecret("staging", "sendgrid"),
    ClientRequestToken: randomUUID(),
    SecretString: JSON.stringify({ token: sandbox.sendgrid.issueKey(scopes) }),
  });
  // As an environment's stack makes them, before there are credentials.
  for (const provider of ["sendgrid", "ses"] as const)
    await json("secretsmanager", "secretsmanager.CreateSecret", {
      Name: providerSecret("staging", provider),
      ClientRequestToken: randomUUID(),
    });
  await makeFunction("watch", {
    TWINPOST_EVENT_TABLE: eventTable("staging"),
    TWINPOST_PROVIDERS: "sendgrid,ses",
    TWINPOST_SENDING_DOMAIN: "mail.example.com",
    TWINPOST_WEBHOOK_URL: endpoint,
  });
  for (const provider of ["sendgrid", "ses"] as const)
    for (const { kind, id, metrics, seconds, periods = 1, threshold } of providerAlarms(environment, provider)) {
      const { namespace, name, dimensions, stat } = metrics.value ?? {};
      if (!kinds.includes(kind)) continue;
      await json("monitoring", "GraniteServiceVersion20100801.PutMetricAlarm", {
        ...{ AlarmName: alarmName("staging", id), Namespace: namespace, MetricName: name, Statistic: stat, Period: seconds },
        Dimensions: Object.entries(dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
        ...{ EvaluationPeriods: periods, Threshold: threshold, ComparisonOperator: "GreaterThanOrEqualToThreshold" },
        TreatMissingData: "ignore",
      });
    }

  const written = (): Record<string, unknown>[] =>
    sandbox.aws.lambda
      .lines()
      .filter(({ name }) => name === functionName("staging", "watch"))
      .map(({ line }) => JSON.parse(line) as Record<string, unknown>);

  return {
    /** Everything that happened is so much older. */
    async pass(hours: number): Promise<void> {
      sandbox.sendgrid.pass(hours * hourMs);
      await sandbox.aws.pass(hours * hourMs);
    },

    /** @returns what it published, and what it told besides. */
    async run(): Promise<{ found: Record<Provider, Found>; told: Record<string, unknown>[] }> {
      const before = written().length;
      const path = `/2015-03-31/functions/${functionName("staging", "watch")}/invocations`;
      await rest("lambda", "POST", path, { due: "everything" });
      // Its last line: lines come by another way than its answer.
      while (
        !written()
          .slice(before)
          .some(({ certificate }) => certificate)
      )
        await new Promise((resolve) => setTimeout(resolve, 50));
      const lines = written().slice(before);
      const of = (provider: Provider): Found =>
        Object.assign({}, ...lines.filter(({ _aws, Provider: each }) => _aws && each === provider)) as Found;
      return { found: { ses: of("ses"), sendgrid: of("sendgrid") }, told: lines.filter(({ _aws }) => !_aws) };
    },

    /** Names without the environment's. */
    ringing: (): string[] =>
      sandbox.aws.cloudwatch
        .alarms(account, region)
        .all()
        .filter(({ state }) => state.value === "ALARM")
        .map(({ name }) => name.replace("twinpost-staging/", ""))
        .sort(),
  };
}
