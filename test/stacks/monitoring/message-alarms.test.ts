/** When somebody is told of a provider's mail, whom, and that one cause is one message. */
import type { MetricAlarm, Rule } from "../../../declaration/alarms/alarm";
import { alarmKinds } from "../../../declaration/alarms/alarm";
import { alarmsOf, alarmsThatHoldChanges } from "../../../declaration/alarms/alarms";
import { thresholdTable } from "../../../declaration/schema/thresholds-shape";
import { dev } from "../../fixtures/environments/dev";
import { staging } from "../../fixtures/environments/staging";
import { evaluate, type Values } from "./metric-math";
import { reference, stack, synthesise, widgets } from "./synthesised";

const { metric, joined } = alarmsOf(staging);
const find = (id: string): MetricAlarm => {
  const found = metric.find((each) => each.id === id);
  if (!found) throw new Error(`no alarm ${id}`);
  return found;
};
const isOver = ({ compare, threshold }: MetricAlarm, value: number | undefined): boolean =>
  value !== undefined && (compare === ">=" ? value >= threshold : value <= threshold);
const rings = (id: string, values: Values): boolean => {
  const alarm = find(id);
  const all = Object.fromEntries(Object.keys(alarm.metrics).map((name) => [name, values[name]]));
  return isOver(alarm, alarm.expression === undefined ? Object.values(all)[0] : evaluate(alarm.expression, all));
};

describe.each(["sendgrid", "ses"])("%s", (provider) => {
  // 14 messages an hour are 336 a day; the issue's figures.
  test.each<[string, Values, boolean]>([
    ["failures-ticket", { accepted: 336, hard: 10, soft: 4, rejected: 3, domains: 3 }, true],
    ["failures-ticket", { accepted: 336, hard: 16, domains: 3 }, false],
    ["failures-ticket", { accepted: 336, hard: 300, domains: 2 }, false],
    ["failures-ticket", { accepted: 336, hard: 300 }, false],
    ["failures-ticket", { accepted: 49, hard: 49, domains: 9 }, false],
    ["failures-ticket", { hard: 49, domains: 9 }, false],
    ["failures-ticket", { accepted: 50, rejected: 3, domains: 3 }, true],
    ["failures-page", { accepted: 20, hard: 4, domains: 3 }, true],
    ["failures-page", { accepted: 20, hard: 3, domains: 3 }, false],
    ["failures-page", { accepted: 19, hard: 19, domains: 5 }, false],
    ["failures-page", { accepted: 10_000, soft: 2000, domains: 2 }, false],
    ["bounces-ticket", { accepted: 400, hard: 10, domains: 3 }, true],
    ["bounces-ticket", { accepted: 400, hard: 9, domains: 3 }, false],
    ["bounces-page", { accepted: 400, hard: 16, domains: 3 }, true],
    ["bounces-page", { accepted: 400, hard: 15, domains: 3 }, false],
    ["bounces-page", { accepted: 400, hard: 100, domains: 1 }, false],
    ["complaints-ticket", { accepted: 4000, complained: 2 }, true],
    ["complaints-ticket", { accepted: 4001, complained: 2 }, false],
    ["complaints-ticket", { accepted: 10, complained: 1 }, false],
    ["complaints-ticket", { complained: 2 }, true],
    ["complaints-ticket", { accepted: 4000 }, false],
    ["complaints-page", { accepted: 3000, complained: 3 }, true],
    ["complaints-page", { accepted: 2000, complained: 2 }, false],
    ["slow-ticket", { times: 14, median: 31 }, true],
    ["slow-ticket", { times: 14, median: 29 }, false],
    ["slow-ticket", { times: 4, median: 600 }, false],
    ["slow-ticket", {}, false],
    ["unjoined-share-ticket", { accepted: 190, unjoined: 10 }, true],
    ["unjoined-share-ticket", { accepted: 191, unjoined: 10 }, false],
    ["unjoined-share-ticket", { unjoined: 9 }, false],
    ["unjoined-page", { unjoined: 50 }, true],
    ["unjoined-page", { unjoined: 49 }, false],
    ["sending-stopped-page", { value: 1 }, true],
    ["sending-stopped-page", { value: 0 }, false],
    ["missing-events-ticket", { value: 1 }, true],
  ])("%s: %p", (id, values, expected) => {
    expect(rings(`${provider}-${id}`, values)).toBe(expected);
  });
});

test.each<[string, Values, boolean]>([
  ["expiry-ticket", { domain: 60, certificate: 400 }, true],
  ["expiry-ticket", { domain: 61 }, false],
  ["expiry-ticket", { certificate: 60 }, true],
  ["expiry-page", { domain: 300, certificate: 7 }, true],
  ["expiry-page", { domain: 8, certificate: 8 }, false],
  ["queue-age-ticket", { age: 900 }, true],
  ["queue-age-ticket", { age: 899 }, false],
  ["dead-letters-ticket", { letters: 1 }, true],
  ["registrar-unlocked-ticket", { unlocked: 1 }, true],
  ["sendgrid-volume-ticket", { value: 0.8 }, true],
  ["sendgrid-webhook-wrong-ticket", { value: 1 }, true],
])("%s: %p", (id, values, expected) => {
  expect(rings(id, values)).toBe(expected);
});

test("the failure rate of a day is the declared one", () => {
  const stricter = alarmsOf({ ...staging, alerts: { ...staging.alerts, failureRate: 0.01 } });
  expect(stricter.metric.find(({ id }) => id === "ses-failures-ticket")?.threshold).toBe(0.01);
});

describe("thresholds", () => {
  const declared = {
    failures: { page: 0.3 },
    bounces: { ticket: 0.01, page: 0.03 },
    complaints: { ticket: 0.0002, page: 0.0008 },
    delay: { ticket: 45 },
    unjoined: { ticket: 0.2, page: 77 },
    queueAge: { ticket: 1200 },
    volume: { ticket: 0.6 },
    expiry: { ticket: 30, page: 5 },
  };
  const alarms = synthesise({ ...staging, alerts: { ...staging.alerts, thresholds: declared } }).resource.aws_cloudwatch_metric_alarm;
  const ofMail = (provider: string): [string, number][] => [
    [`${provider}-failures-page`, 0.3],
    [`${provider}-failures-ticket`, staging.alerts.failureRate],
    [`${provider}-bounces-ticket`, 0.01],
    [`${provider}-bounces-page`, 0.03],
    [`${provider}-complaints-ticket`, 0.0002],
    [`${provider}-complaints-page`, 0.0008],
    [`${provider}-slow-ticket`, 45],
    [`${provider}-unjoined-share-ticket`, 0.2],
    [`${provider}-unjoined-page`, 77],
  ];
  const others: [string, number][] = [
    ["queue-age-ticket", 1200],
    ["sendgrid-volume-ticket", 0.6],
    ["expiry-ticket", 30],
    ["expiry-page", 5],
  ];

  test.each([...ofMail("sendgrid"), ...ofMail("ses"), ...others])("%s rings from the declared %d", (id, threshold) => {
    expect(alarms[`watch_${id}`]?.threshold).toBe(threshold);
  });

  test("every one that can be declared reaches an alarm", () => {
    const count = Object.values(thresholdTable).flatMap((each) => Object.keys(each)).length;
    expect(ofMail("ses").length - 1 + others.length).toBe(count);
  });

  test("one that is declared changes no other", () => {
    const one = alarmsOf({ ...staging, alerts: { ...staging.alerts, thresholds: { bounces: { page: 0.06 } } } });
    const changed = one.metric.filter(({ id, threshold }) => threshold !== find(id).threshold).map(({ id }) => id);
    expect(changed.sort()).toEqual(["sendgrid-bounces-page", "ses-bounces-page"]);
  });
});

/** Which joined alarms ring while these do. Composite alarms may name composite ones. */
function joinedThatRing(...ringing: string[]): string[] {
  const holds = (rule: Rule): boolean => {
    if ("not" in rule) return !holds(rule.not);
    if ("any" in rule) return rule.any.some(holds);
    if ("all" in rule) return rule.all.every(holds);
    if ("ownRings" in rule) return ringing.includes(rule.ownRings);
    const other = joined.find(({ id }) => id === rule.rings);
    return other ? holds(other.rule) : ringing.includes(rule.rings);
  };
  const all = joined.filter(({ rule }) => holds(rule)).map(({ id }) => id);
  return joined
    .filter(({ id }) => all.includes(id))
    .map(({ id, page }) => (page && [...all, ...ringing].includes(page) ? `${id}: silent` : id));
}

describe("one cause is one message", () => {
  test.each<[string, string[], string[]]>([
    ["nothing", [], []],
    ["bounces that are failures too", ["ses-failures-ticket", "ses-bounces-ticket"], ["ses-mail-ticket"]],
    [
      "a page silences its ticket",
      ["ses-failures-ticket", "ses-failures-page", "ses-bounces-page"],
      ["ses-mail-page", "ses-mail-ticket: silent"],
    ],
    ["both providers: a message each", ["ses-slow-ticket", "sendgrid-slow-ticket"], ["sendgrid-mail-ticket", "ses-mail-ticket"]],
    ["SES told it by its own counts", ["ses-failures-ticket", "failure-rate"], []],
    ["a stopped provider refuses all mail", ["ses-failures-ticket", "ses-failures-page", "ses-sending-stopped-page"], []],
    ["complaints that page wait for the day", ["ses-complaints-ticket", "ses-complaints-page"], []],
    ["and page by day", ["ses-complaints-ticket", "ses-complaints-page", "daytime"], ["ses-mail-page"]],
    ["a silent webhook loses events", ["sendgrid-webhook-wrong-ticket", "sendgrid-missing-events-ticket"], ["events-ticket"]],
    ["unjoined events", ["ses-unjoined-share-ticket"], ["ses-unjoined-ticket"]],
    ["a stranger sends: its own page tells", ["ses-unjoined-share-ticket", "ses-unjoined-page"], ["ses-unjoined-ticket: silent"]],
    ["dead letters", ["dead-letters-ticket", "queue-age-ticket"], ["events-ticket"]],
  ])("%s", (_, ringing, expected) => {
    expect(joinedThatRing(...ringing).sort()).toEqual(expected);
  });

  test("whatever tells nobody itself is told by a joined alarm that names it, but for the time of day", () => {
    const named = JSON.stringify(joined.map(({ rule }) => rule));
    const silent = metric.filter(({ urgency, within }) => urgency === undefined || within !== undefined);
    expect(silent.filter(({ id }) => !named.includes(`"${id}"`)).map(({ id }) => id)).toEqual([]);
    expect(metric.filter(({ urgency, within }) => !urgency && !within).map(({ id }) => id)).toEqual(["daytime"]);
  });
});

describe("as declared in CloudWatch", () => {
  const { aws_cloudwatch_metric_alarm: alone, aws_cloudwatch_composite_alarm: together } = stack.resource;
  const page = [reference("aws_sns_topic_policy.pages_policy.arn")];
  const ticket = [reference("aws_sns_topic_policy.alerts_policy.arn")];

  test("pages and tickets go to their topics, when they begin and when they end; what is part of another tells nobody", () => {
    for (const { id, urgency, within } of metric) {
      const topic = within || !urgency ? undefined : urgency === "page" ? page : ticket;
      expect([id, alone[`watch_${id}`]?.alarm_actions, alone[`watch_${id}`]?.ok_actions]).toEqual([id, topic, topic]);
    }
    for (const { id, urgency, page: silencing } of joined) {
      const topic = urgency === "page" ? page : ticket;
      const ends = silencing ? undefined : topic;
      expect([id, together[`watch_${id}`]?.alarm_actions, together[`watch_${id}`]?.ok_actions]).toEqual([id, topic, ends]);
    }
  });

  test("each ticket with a page of the same cause is silent while that rings, and for minutes around it", () => {
    const tickets = [...metric, ...joined].filter(({ urgency, kind, provider }) => {
      const isSame = (each: { kind: string; urgency?: string; provider?: string }): boolean =>
        each.kind === kind && each.provider === provider && each.urgency === "page";
      return urgency === "ticket" && [...metric, ...joined].some(isSame);
    });
    // One alarm of both kinds: the page of a certificate is weeks after its ticket.
    const ids = tickets.map(({ id }) => id).filter((id) => id !== "expiry-ticket");
    expect(ids.sort()).toEqual(["sendgrid-mail-ticket", "sendgrid-unjoined-ticket", "ses-mail-ticket", "ses-unjoined-ticket"]);
    const name = (address: string): string => reference(`${address}.alarm_name`);
    const suppressor = (alarm: string) => ({ alarm, wait_period: 120, extension_period: 180 });
    for (const provider of ["sendgrid", "ses"]) {
      const mail = name(`aws_cloudwatch_composite_alarm.watch_${provider}-mail-page`);
      const unjoined = name(`aws_cloudwatch_metric_alarm.watch_${provider}-unjoined-page`);
      expect(together[`watch_${provider}-mail-ticket`]?.actions_suppressor).toEqual(suppressor(mail));
      expect(together[`watch_${provider}-unjoined-ticket`]?.actions_suppressor).toEqual(suppressor(unjoined));
    }
    expect(Object.values(together).filter(({ actions_suppressor }) => actions_suppressor)).toHaveLength(4);
  });

  test("a joined alarm refers to the others, so that they are made before it and deleted after it", () => {
    const alarm = (id: string): string => `ALARM("${reference(`aws_cloudwatch_metric_alarm.watch_${id}.alarm_name`)}")`;
    const complaints = `(${alarm("ses-complaints-page")} AND ${alarm("daytime")})`;
    const any = `(${alarm("ses-failures-page")} OR ${alarm("ses-bounces-page")} OR ${complaints})`;
    expect(together["watch_ses-mail-page"]?.alarm_rule).toBe(`(${any} AND NOT ${alarm("ses-sending-stopped-page")})`);
  });

  test("each names its page and, of a provider, where that tells of its own trouble", () => {
    const described = [...Object.values(alone), ...Object.values(together)].filter(({ alarm_name }) => alarm_name.includes("/"));
    for (const { alarm_name, alarm_description } of described) {
      const [, kind = ""] = /docs\/runbooks\/([a-z-]+)\.md/.exec(alarm_description) ?? [];
      expect(alarmKinds).toContain(kind);
      expect(alarm_description.includes("https://status.sendgrid.com")).toBe(alarm_name.includes("/sendgrid-"));
      expect(alarm_description.length).toBeLessThan(1024);
    }
    expect(described).toHaveLength(metric.length + joined.length);
  });

  test("whether the providers are asked: silence is told once, and a new alarm without data tells nobody", () => {
    expect(alone["watch_not-asked-ticket"]).toMatchObject({ treat_missing_data: "missing", insufficient_data_actions: ticket });
    // Of each provider it would be a message more of the same cause.
    expect(alone["watch_ses-not-asked-ticket"]).toMatchObject({ treat_missing_data: "ignore" });
    expect(alone["watch_ses-not-asked-ticket"]?.insufficient_data_actions).toBeUndefined();
  });

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
  test("an alarm's math has ten metrics at most, of one period", () => {
    for (const { metric_query = [] } of Object.values(alone)) {
      const metrics = metric_query.flatMap((each) => each.metric ?? []);
      expect(metrics.length).toBeLessThanOrEqual(10);
      expect(new Set(metrics.map(({ period }) => period)).size).toBeLessThanOrEqual(1);
    }
  });
});

test("who gets pages: those who are named, else those who get tickets", () => {
  const told = (environment: typeof staging) =>
    Object.entries(synthesise(environment).resource.aws_sns_topic_subscription)
      .filter(([id]) => id.startsWith("pages_"))
      .map(([, { endpoint }]) => endpoint);
  expect(told(staging)).toEqual(staging.alerts.notify);
  expect(told({ ...staging, alerts: { ...staging.alerts, pages: ["night@example.com"] } } as typeof staging)).toEqual([
    "night@example.com",
  ]);
});

test("what delivers nothing has no alarms, no pages and no dashboard", () => {
  const types = Object.keys(synthesise(dev).resource);
  expect(types.filter((type) => /alarm|dashboard/.test(type))).toEqual([]);
  expect(Object.keys(synthesise(dev).resource.aws_sns_topic)).not.toContain("pages_topic");
});

test("with one provider: its alarms only, and a dashboard, also without SES", () => {
  const only = synthesise({ ...staging, sendingProviders: { primary: "sendgrid" } });
  const names = Object.keys(only.resource.aws_cloudwatch_metric_alarm);
  expect(names.some((name) => /_ses-|alarm_/.test(name))).toBe(false);
  expect(names).toContain("watch_sendgrid-failures-page");
  expect(widgets(only).length).toBeGreaterThan(5);
});

test("changes that nobody asked for wait while mail fails, and not for a certificate", () => {
  const holding = alarmsThatHoldChanges(staging);
  expect(holding).toContain("twinpost-staging/ses-failures-page");
  expect(holding).toContain("twinpost-staging-failure-rate");
  expect(holding.filter((name) => /expiry|daytime|queue|volume/.test(name))).toEqual([]);
  expect(holding.length).toBeLessThanOrEqual(100);
});
