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

test("an item that is not understood is refused, with what to do", async () => {
  const series = `rotation-${randomUUID()}`;
  await dynamodb.putItem({
    TableName: table,
    Item: { [journalKey.series]: { S: series }, [journalKey.number]: { S: "000001" }, revision: { N: "1" }, entry: { S: "{" } },
  });
  const store = openJournalTable(dynamodb, table);
  for (const reading of [() => store.read(`${series}/000001`), () => store.latest(series)])
    await expect(reading()).rejects.toMatchObject({ name: "OperatorError", remedy: expect.stringContaining("point-in-time") });
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
