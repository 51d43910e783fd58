/** The journal in DynamoDB, against moto behind the sandbox's gateway: held to what the one in memory does. */
import { randomUUID } from "node:crypto";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { allowDeletion, NoJournal, openJournalTable } from "../../../adapters/aws/journal-table";
import { journalKey } from "../../../declaration/names/journal";
import { emptyEntry } from "../../../evidence/journal";
import { journalContract } from "../../evidence/journal-contract";
import { type AwsWorld, account, region, startAwsWorld } from "../../sandbox/aws/world";

let world: AwsWorld;
let dynamodb: DynamoDB;
const table = "twinpost-test-journal";

beforeAll(async () => {
  world = await startAwsWorld();
  const { accessKeyId, secretAccessKey } = world.aws.account(account);
  dynamodb = new DynamoDB({ endpoint: world.aws.url, region, credentials: { accessKeyId, secretAccessKey } });
  await dynamodb.createTable({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: journalKey.series, KeyType: "HASH" },
      { AttributeName: journalKey.number, KeyType: "RANGE" },
    ],
    AttributeDefinitions: Object.values(journalKey).map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
    DeletionProtectionEnabled: true,
  });
}, 180_000);
afterAll(() => world.stop());

journalContract("DynamoDB", async () => openJournalTable(dynamodb, table));

const kept = (id: string) => ({ id, revision: 1, writeId: "w", fence: 1, steps: [] as object[] });
const byHand = { writeId: "w", name: "intent", state: "done", at: "2026-11-28T09:00:00.000Z", fence: 1, notes: { mode: "overlapp" } };

test.each<[string, (id: string) => string, string]>([
  ["is cut off", () => "{", "expected object"],
  ["is another's", () => JSON.stringify(kept("rotation/ses/000009")), "another entry's"],
  ["is an older version", (id) => JSON.stringify({ ...kept(id), revision: 0 }), "another entry's"],
  ["has a step without a time", (id) => JSON.stringify({ ...kept(id), steps: [{ ...byHand, at: "yesterday" }] }), "steps.0.at"],
  ["has a word that is none of ours", (id) => JSON.stringify({ ...kept(id), steps: [byHand] }), '"overlapp"'],
])("an item that %s is refused, with its id and what to do", async (_, text, why) => {
  const series = `rotation-${randomUUID()}`;
  const id = `${series}/000001`;
  const key = { [journalKey.series]: { S: series }, [journalKey.number]: { S: "000001" } };
  await dynamodb.putItem({ TableName: table, Item: { ...key, revision: { N: "1" }, entry: { S: text(id) } } });
  const store = openJournalTable(dynamodb, table);
  const remedy = expect.stringContaining("point-in-time");
  for (const reading of [() => store.read(id), () => store.latest(series)]) {
    const error = await reading().catch((cause: Error) => cause);
    expect(error).toMatchObject({ name: "OperatorError", remedy });
    expect((error as Error).message).toContain(id);
    expect((error as Error).message).toContain(why);
  }
});

test("a table that is not there is said to be missing, whatever is done with it", async () => {
  const store = openJournalTable(dynamodb, "no-such-table");
  const entry = { ...emptyEntry("rotation/ses/000001"), revision: 1 };
  for (const call of [() => store.read(entry.id), () => store.latest("rotation/ses"), () => store.compareAndSet(entry)])
    await expect(call()).rejects.toThrow(NoJournal);
});

test("a table that is protected can be deleted once that was lifted; one that is not there needs nothing", async () => {
  await expect(allowDeletion(dynamodb, "no-such-table")).resolves.toBeUndefined();
  await allowDeletion(dynamodb, table);
  const { Table } = await dynamodb.describeTable({ TableName: table });
  expect(Table?.DeletionProtectionEnabled).toBe(false);
});
