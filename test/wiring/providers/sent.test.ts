/** What providers sent is read from the stand-ins, which count what really went through them. */

import type { Call } from "../../../sandbox/aws/call";
import { createCloudWatch } from "../../../sandbox/aws/cloudwatch/start";
import { connect } from "../../../wiring/connections";
import { sendgridWiring } from "../../../wiring/providers/sendgrid";
import { sesWiring } from "../../../wiring/providers/ses";
import { useCannedServer } from "../../adapters/canned-server";
import { staging } from "../../fixtures/environments/staging";
import { type SendgridWorld, startSendgridWorld } from "../../sandbox/sendgrid/world";

const dayMs = 86_400_000;
const daysAgo = (days: number): number => Date.now() - days * dayMs;

describe("SendGrid", () => {
  let world: SendgridWorld;
  beforeAll(async () => {
    world = await startSendgridWorld();
    const { logs } = world.sendgrid.state;
    const send = (to: string, createdAt: number, delivered = true) =>
      logs.add({ id: `${to} ${createdAt}`, createdAt, apiKeyId: "k", from: "a@b.example", to, subject: "s", delivered });
    for (const days of [0, 1, 6, 8, 29]) send("ada@gmail.com", daysAgo(days));
    send("ada@outlook.com", daysAgo(1), false);
    send("ada@company.example", daysAgo(2));
    send("ada@gmail.com", daysAgo(31));
  });
  afterAll(() => world.stop());

  const sent = (token: string) => {
    const env = { TWINPOST_SENDGRID_URL: world.sendgrid.url, SENDGRID_API_KEY: token };
    return sendgridWiring.sent?.(
      staging,
      connect({ env, directory: "" }, () => {}),
    );
  };

  test("counts requests of 30 days, and deliveries of 7 days by receiver; an account's mail may be others'", async () => {
    await expect(sent(world.sendgrid.adminKey)).resolves.toEqual({
      messages: 7,
      of: "account",
      receivers: { google: 3, microsoft: 0, gateway: { unknown: expect.stringContaining("gateways") } },
    });
  });

  test("a key without the second scope still tells how much was sent, and why receivers are not known", async () => {
    const unknown = { unknown: expect.stringContaining("403") };
    await expect(sent(world.sendgrid.issueKey(["stats.read"]))).resolves.toMatchObject({ messages: 7, receivers: { google: unknown } });
    await expect(sent(world.sendgrid.issueKey(["mail.send"]))).rejects.toThrow("403");
  });
});

describe("SES", () => {
  const start = useCannedServer();
  const sends = [1, 2, 29, 31].map(daysAgo);
  const dimension = { DimensionName: "ses:configuration-set", DefaultDimensionValue: "none", DimensionValueSource: "MESSAGE_TAG" };

  test("counts the set's sends of 30 days; receivers cannot be known", async () => {
    const question = {
      Namespace: "AWS/SES",
      MetricName: "Send",
      Dimensions: [{ Name: "ses:configuration-set", Value: "twinpost-staging" }],
    };
    const body = Buffer.from(
      JSON.stringify({ ...question, StartTime: daysAgo(30) / 1000, EndTime: Date.now() / 1000, Period: 86_400, Statistics: ["Sum"] }),
    );
    const call = { service: "monitoring", operation: "GetMetricStatistics", dialect: "json", account: "1", region: "r", body } as Call;
    const cloudwatch = createCloudWatch();
    const toCloudwatch = { Enabled: true, MatchingEventTypes: ["SEND"], CloudWatchDestination: { DimensionConfigurations: [dimension] } };
    const configurationSet = { name: "twinpost-staging", eventDestinations: [toCloudwatch] };
    for (const at of sends) cloudwatch.learnFromSes({ account: "1", region: "r", type: "SEND", at, configurationSet });
    const answer = await cloudwatch.answer(call);
    const { url, asked } = await start({
      headers: { "Content-Type": "application/x-amz-json-1.0" },
      body: JSON.parse(String(answer?.body)),
    });
    const env = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" };
    const connections = connect({ env, directory: "" }, () => {});
    await expect(sesWiring.sent?.(staging, connections)).resolves.toMatchObject({
      messages: 3,
      of: "environment",
      receivers: { google: { unknown: expect.stringContaining("Virtual Deliverability Manager") } },
    });
    expect(JSON.parse(String(asked[0]?.body))).toMatchObject(question);
  });
});
