import { generateKeyPairSync, sign } from "node:crypto";
import { isSignedBySns, parseSnsEnvelope, snsCertificates } from "../../../mail/events/sns-envelope";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const certificates = snsCertificates("eu-central-1");
const expected = { arn: "arn:aws:sns:eu-central-1:555555555555:twinpost-prod-sending-events", certificates };
/** Written out, not made by the code under test: AWS's page gives the order. */
const text = (fields: Record<string, string>) =>
  `Message\n${fields.Message}\nMessageId\n${fields.MessageId}\n${fields.Subject ? `Subject\n${fields.Subject}\n` : ""}Timestamp\n${fields.Timestamp}\nTopicArn\n${fields.TopicArn}\nType\n${fields.Type}\n`;

function envelope(changed: Record<string, string> = {}) {
  const fields: Record<string, string> = {
    Type: "Notification",
    MessageId: "5f2b8f3e-0000",
    TopicArn: expected.arn,
    Message: '{"eventType":"Bounce"}',
    Timestamp: "2026-11-28T10:00:00.000Z",
    SignatureVersion: "2",
    SigningCertURL: `${certificates}SimpleNotificationService-0123456789abcdef0123456789abcdef.pem`,
    ...changed,
  };
  return { Signature: sign("sha256", Buffer.from(text(fields)), privateKey).toString("base64"), ...fields, ...changed };
}

test.each([
  ["as SES sends it", {}],
  ["with a subject", { Subject: "Amazon SES Email Event Notification" }],
])("%s: signed", (_, changed) => {
  const parsed = parseSnsEnvelope(envelope(changed), expected);
  if (typeof parsed === "string") throw new Error(parsed);
  expect(parsed.message).toBe('{"eventType":"Bounce"}');
  expect(isSignedBySns(parsed, publicKey)).toBe(true);
  expect(isSignedBySns({ ...parsed, text: parsed.text.replace("Bounce", "Delivery") }, publicKey)).toBe(false);
  expect(isSignedBySns(parsed, generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey)).toBe(false);
});

test.each([
  ["another topic", { TopicArn: "arn:aws:sns:eu-central-1:666666666666:twinpost-prod-sending-events" }],
  ["another topic", { TopicArn: expected.arn.replace("prod", "staging") }],
  ["no signature", { SignatureVersion: "1" }],
  [
    "certificate from elsewhere",
    { SigningCertURL: "https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-00.pem" },
  ],
  ["certificate from elsewhere", { SigningCertURL: "http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-00.pem" }],
  ["certificate from elsewhere", { SigningCertURL: "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-00.pem" }],
  ["certificate from elsewhere", { SigningCertURL: `${certificates}../SimpleNotificationService-00.pem` }],
  ["certificate from elsewhere", { SigningCertURL: `${certificates}SimpleNotificationService-00.pem?x=1` }],
  [
    "certificate from elsewhere",
    { SigningCertURL: "https://sns.eu-central-1.amazonaws.com@evil.example/SimpleNotificationService-00.pem" },
  ],
  ["no envelope", { Type: "SubscriptionConfirmation", SubscribeURL: "https://evil.example/" }],
] as const)("%s: %j", (why, changed) => {
  expect(parseSnsEnvelope(envelope(changed), expected)).toBe(why);
});

test.each([null, [], "text", {}, { Type: "Notification" }, { Type: "Notification", Message: {}, TopicArn: expected.arn }])(
  "%j is none",
  (body) => {
    expect(parseSnsEnvelope(body, expected)).toBe("no envelope");
  },
);

test("China's regions have another domain", () => {
  expect(snsCertificates("cn-north-1")).toBe("https://sns.cn-north-1.amazonaws.com.cn/");
});
