/** The table of events in DynamoDB, against moto behind the sandbox's gateway: held to what the store in memory does. */
import { randomUUID } from "node:crypto";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { z } from "zod";
import { addressDigest } from "../../../adapters/aws/address-digest";
import { openDeadLetters, queuedMessages } from "../../../adapters/aws/dead-letters";
import { openEventSearch } from "../../../adapters/aws/event-search";
import { openEventTable } from "../../../adapters/aws/event-table";
import { openFailingDomains } from "../../../adapters/aws/failing-domains";
import { awsJsonCall, jsonServices } from "../../../adapters/aws/json-call";
import { createKms } from "../../../adapters/aws/kms";
import type { AwsServiceSettings } from "../../../adapters/aws/signed-call";
import { eventTableIndexes, eventTableKey } from "../../../declaration/names/events";
import { OperatorError } from "../../../declaration/operator-error";
import type { DeadLetter } from "../../../mail/events/dead-letters";
import { type AwsWorld, account, region, startAwsWorld } from "../../sandbox/aws/world";
import { eventStoreContract } from "../../workflows/events/event-store-contract";

let world: AwsWorld;
let dynamodb: DynamoDB;
let settings: AwsServiceSettings;
const { byProviderId, byRecipient } = eventTableIndexes;

beforeAll(async () => {
  world = await startAwsWorld();
  const { accessKeyId, secretAccessKey } = world.aws.account(account);
  const login = { accessKeyId, secretAccessKey };
  dynamodb = new DynamoDB({ endpoint: world.aws.url, region, credentials: login });
  settings = { region, endpoint: world.aws.url, login: async () => login, timeoutMs: 10_000 };
}, 180_000);
afterAll(() => world.stop());

async function madeTable(): Promise<string> {
  const table = `twinpost-test-${randomUUID()}`;
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: "S" as const });
  await dynamodb.createTable({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: eventTableKey, KeyType: "HASH" }],
    AttributeDefinitions: [
      ...[eventTableKey, byProviderId.key, byRecipient.key].map(text),
      { AttributeName: byRecipient.sort, AttributeType: "N" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: byProviderId.name,
        KeySchema: [{ AttributeName: byProviderId.key, KeyType: "HASH" }],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
      {
        IndexName: byRecipient.name,
        KeySchema: [
          { AttributeName: byRecipient.key, KeyType: "HASH" },
          { AttributeName: byRecipient.sort, KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  });
  return table;
}

eventStoreContract(async () => {
  const table = await madeTable();
  return { store: openEventTable(table, settings), search: openEventSearch(table, settings) };
});

test("a table that is not there is told by its name", async () => {
  await expect(openEventTable("twinpost-none-events", settings).read("k1")).rejects.toThrow(OperatorError);
});

test.each(["{", "null", "{}"])("an item whose state is %s is told, and not guessed", async (state) => {
  const table = await madeTable();
  await dynamodb.putItem({
    TableName: table,
    Item: { [eventTableKey]: { S: "k1" }, [byRecipient.key]: { S: "ada" }, revision: { N: "1" }, writeId: { S: "w" }, state: { S: state } },
  });
  await expect(openEventTable(table, settings).read("k1")).rejects.toThrow(OperatorError);
});

test("domains in which mail fails are counted over an hour and a day, by provider, whichever function tells them", async () => {
  const table = await madeTable();
  const [one, other] = [openFailingDomains(table, settings), openFailingDomains(table, settings)];
  const now = Date.parse("2026-11-28T12:00:00Z");
  expect(await one("sendgrid", ["aa", "bb", "aa"], now - 5 * 3_600_000)).toEqual({ inAnHour: 2, inADay: 2 });
  expect(await other("sendgrid", ["bb", "cc"], now)).toEqual({ inAnHour: 2, inADay: 3 });
  expect(await other("ses", ["dd"], now)).toEqual({ inAnHour: 1, inADay: 1 });
  expect(await one("sendgrid", ["ee"], now + 24 * 3_600_000)).toEqual({ inAnHour: 1, inADay: 1 });
});

test("dead letters are looked at, put back and left", async () => {
  const sqs = awsJsonCall(jsonServices.sqs, settings);
  const [queue, dead] = [`q-${randomUUID()}`, `d-${randomUUID()}`];
  expect(await openDeadLetters({ queue, dead }, settings)).toBeUndefined();
  await sqs("CreateQueue", { QueueName: queue }, z.looseObject({}));
  const { QueueUrl } = await sqs("CreateQueue", { QueueName: dead }, z.object({ QueueUrl: z.string() }));
  for (const MessageBody of ["one", "two", "three"]) await sqs("SendMessage", { QueueUrl, MessageBody }, z.looseObject({}));

  const letters = await openDeadLetters({ queue, dead }, settings);
  const found = new Map<string, DeadLetter>();
  for (let next = await letters?.next(); next && next.length > 0; next = await letters?.next())
    for (const each of next) found.set(each.body, each);
  expect([...found.keys()].sort()).toEqual(["one", "three", "two"]);
  expect(Date.now() - (found.get("one")?.sentAt ?? 0)).toBeLessThan(60_000);
  await letters?.putBack(found.get("one") as DeadLetter);
  await letters?.leave(found.get("two") as DeadLetter);

  expect((await letters?.next())?.map(({ body }) => body)).toEqual(["two"]);
  expect([await queuedMessages(queue, settings), await queuedMessages(dead, settings)]).toEqual([1, 2]);
  expect(await queuedMessages("none", settings)).toBeUndefined();
});

test("an address has one digest under the environment's key, and another's is another", async () => {
  const call = awsJsonCall(jsonServices.kms, settings);
  const made = async () =>
    (
      await call(
        "CreateKey",
        { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" },
        z.object({ KeyMetadata: z.object({ KeyId: z.string() }) }),
      )
    ).KeyMetadata.KeyId;
  const AliasName = "alias/twinpost-test-addresses";
  await call("CreateAlias", { AliasName, TargetKeyId: await made() }, z.looseObject({}).nullish());
  const [ours, others] = [addressDigest(createKms(settings), AliasName), addressDigest(createKms(settings), await made())];
  const digest = await ours("ada@client.example");
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(await addressDigest(createKms(settings), AliasName)("ada@client.example")).toBe(digest);
  expect(await ours("ben@client.example")).not.toBe(digest);
  expect(await others("ada@client.example")).not.toBe(digest);
});
