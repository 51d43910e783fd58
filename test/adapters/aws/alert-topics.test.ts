/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html, .../API_ListSubscriptionsByTopic.html: the examples' answers. */
import { publishToTopic, topicSubscribers } from "../../../adapters/aws/alert-topics";
import { xml } from "./aws-service";
import { codeOf, useFunctionService, wrongAnswers } from "./function-service";

const start = useFunctionService();
const topic = "arn:aws:sns:eu-west-1:111122223333:twinpost-prod-pages";
const member = (arn: string, endpoint: string) =>
  `<member><TopicArn>${topic}</TopicArn><Protocol>email</Protocol><SubscriptionArn>${arn}</SubscriptionArn><Endpoint>${endpoint}</Endpoint></member>`;
const page = (members: string, more = "") => xml("ListSubscriptionsByTopicResponse", `<Subscriptions>${members}</Subscriptions>${more}`);

test("one message", async () => {
  const { settings, asked } = await start(xml("PublishResponse", "<MessageId>567910cd-659e-55d4-8ccb-5aaf14679dc0</MessageId>"));
  await expect(publishToTopic(topic, { subject: "a test", text: "ä & b" }, settings)).resolves.toBe("567910cd-659e-55d4-8ccb-5aaf14679dc0");
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
    ...{ Version: "2010-03-31", Action: "Publish", TopicArn: topic, Subject: "a test", Message: "ä & b" },
  });
});

test("subscribers of all pages, and who has not confirmed", async () => {
  const { settings, asked } = await start(
    page(member(`${topic}:1`, "a&amp;b@example.com"), "<NextToken>more</NextToken>"),
    page(member("PendingConfirmation", "c@example.com") + member("Deleted", "d@example.com")),
  );
  await expect(topicSubscribers(topic, settings)).resolves.toEqual([
    { protocol: "email", endpoint: "a&b@example.com", isConfirmed: true },
    { protocol: "email", endpoint: "c@example.com", isConfirmed: false },
    { protocol: "email", endpoint: "d@example.com", isConfirmed: false },
  ]);
  expect(asked.map(({ body }) => new URLSearchParams(body).get("NextToken"))).toEqual([null, "more"]);
});

test("nobody subscribed", async () => {
  const { settings } = await start(page(""));
  await expect(topicSubscribers(topic, settings)).resolves.toEqual([]);
});

test("pages without end are an error", async () => {
  const { settings, secretAccessKey } = await start(page("", "<NextToken>more</NextToken>"));
  expect(await codeOf(topicSubscribers(topic, settings), secretAccessKey)).toBe("UnknownAnswer");
});

test.each(wrongAnswers)("%s: neither a message that was sent nor nobody", async (_, answer, code) => {
  for (const ask of [publishToTopic.bind(undefined, topic, { subject: "s", text: "t" }), topicSubscribers.bind(undefined, topic)]) {
    const { settings, asked, secretAccessKey } = await start(answer);
    expect(await codeOf(ask(settings), secretAccessKey)).toBe(code);
    expect(asked).toHaveLength(1);
  }
});
