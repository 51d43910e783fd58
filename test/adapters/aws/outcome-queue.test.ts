import { outcomeQueue } from "../../../adapters/aws/outcome-queue";
import type { AwsServiceSettings } from "../../../adapters/aws/signed-call";
import type { Outcome } from "../../../mail/events/outcome";
import { type CannedAnswer, patience, useCannedServer } from "../canned-server";
import { jsonError } from "./aws-service";

const start = useCannedServer();
const queueUrl = "https://sqs.eu-central-1.amazonaws.com/111122223333/twinpost-prod-outcomes";

async function queueOf(...answers: CannedAnswer[]) {
  const { url, asked } = await start(...answers);
  const login = async () => ({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not a key" });
  const settings: AwsServiceSettings = { region: "eu-central-1", endpoint: url, login, timeoutMs: patience(answers) };
  return { tell: outcomeQueue(queueUrl, settings), asked };
}

const outcomes = (number: number): Outcome[] =>
  Array.from({ length: number }, (_, at) => ({ id: `o${at}`, outcome: "delivered", at: 1_764_000_000_000, message: { own: `inv-${at}` } }));
const told = { body: { Successful: [] } };

test("ten at once, to the queue's own address", async () => {
  const { tell, asked } = await queueOf(told);
  await tell(outcomes(23));
  const requests = asked.map(({ body }) => JSON.parse(body) as { QueueUrl: string; Entries: { Id: string; MessageBody: string }[] });
  expect(asked.map(({ headers }) => headers["x-amz-target"])).toEqual(Array(3).fill("AmazonSQS.SendMessageBatch"));
  expect(requests.map(({ QueueUrl, Entries }) => [QueueUrl, Entries.length])).toEqual([10, 10, 3].map((of) => [queueUrl, of]));
  expect(JSON.parse(requests[1]?.Entries[0]?.MessageBody ?? "")).toMatchObject({ id: "o10", message: "inv-10", outcome: "delivered" });
});

test("nothing to tell asks nothing", async () => {
  const { tell, asked } = await queueOf(told);
  await tell([]);
  expect(asked).toEqual([]);
});

test.each<[string, CannedAnswer, RegExp]>([
  [
    "one that SQS did not take",
    { body: { Successful: [], Failed: [{ Id: "0", Code: "InternalError", SenderFault: false }] } },
    /InternalError/,
  ],
  ["a 500", jsonError(500, "InternalFailure"), /InternalFailure/],
  ["no right", jsonError(403, "AccessDeniedException"), /AccessDenied/],
  ["silence", "silence", /NoAnswer/],
  ["a truncated answer", { cutOff: '{"Successful":' }, /SendMessageBatch/],
])("%s fails, so that it is told later", async (_, answer, message) => {
  const { tell } = await queueOf(answer);
  await expect(tell(outcomes(1))).rejects.toThrow(message);
});
