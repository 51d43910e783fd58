/**
 * Journals in a DynamoDB table: an item for each entry, written only over the revision that was read, and read strongly consistent. Items have
 * no expiry: DynamoDB deletes expired ones days late, and a lease's end is a matter of its own clock.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
import type { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { z } from "zod";
import { journalKey } from "../../declaration/names/journal";
import { OperatorError } from "../../declaration/operator-error";
import type { JournalEntry } from "../../evidence/journal";
import type { JournalStore } from "../../evidence/journal-store";
import { oddWordIn } from "../../evidence/rotation";
import { jsonOf } from "../../mail/json";
import { AwsError, findInAws } from "./call";

/** The environment's stack makes the table. */
export class NoJournal extends OperatorError {
  constructor(table: string) {
    super(
      `the table ${table}, in which rotations and switches are recorded, does not exist`,
      "plan and apply the environment, whose stack makes it; until then nothing can be rotated or switched",
    );
  }
}

export function openJournalTable(dynamodb: DynamoDB, table: string): JournalStore {
  return {
    async read(id) {
      const { Item } = await inTable(table, "DynamoDB GetItem", () =>
        dynamodb.getItem({ TableName: table, Key: keyOf(id), ConsistentRead: true }),
      );
      return Item && parseEntry(table, Item);
    },

    async compareAndSet(entry) {
      const put = { TableName: table, Item: { ...keyOf(entry.id), ...revisionOf(entry), entry: { S: JSON.stringify(entry) } } };
      const isFirst = entry.revision === 1;
      const condition = isFirst
        ? { ConditionExpression: "attribute_not_exists(revision)" }
        : { ConditionExpression: "revision = :before", ExpressionAttributeValues: { ":before": { N: String(entry.revision - 1) } } };
      try {
        await inTable(table, "DynamoDB PutItem", () => dynamodb.putItem({ ...put, ...condition }));
        return true;
      } catch (error) {
        if (error instanceof AwsError && error.code === "ConditionalCheckFailedException") return false;
        throw error;
      }
    },

    async latest(series) {
      const { Items } = await inTable(table, "DynamoDB Query", () =>
        dynamodb.query({
          TableName: table,
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 1,
          KeyConditionExpression: `${journalKey.series} = :series`,
          ExpressionAttributeValues: { ":series": { S: series } },
        }),
      );
      const [newest] = Items ?? [];
      return newest && parseEntry(table, newest);
    },
  };
}

/** @throws NoJournal when there is no such table. */
async function inTable<T>(table: string, operation: string, call: () => Promise<T>): Promise<T> {
  const answer = await findInAws(operation, ["ResourceNotFoundException"], call);
  if (answer === undefined) throw new NoJournal(table);
  return answer;
}

/** May be repeated; a table that is not there needs none. */
export async function allowDeletion(dynamodb: DynamoDB, table: string): Promise<void> {
  await findInAws("DynamoDB UpdateTable", ["ResourceNotFoundException"], () =>
    dynamodb.updateTable({ TableName: table, DeletionProtectionEnabled: false }),
  );
}

function keyOf(id: string): Record<string, AttributeValue> {
  const slash = id.lastIndexOf("/");
  return { [journalKey.series]: { S: id.slice(0, slash) }, [journalKey.number]: { S: id.slice(slash + 1) } };
}

const revisionOf = ({ revision }: JournalEntry): Record<string, AttributeValue> => ({ revision: { N: String(revision) } });

const time = z.iso.datetime().transform((text) => new Date(text));
const entrySchema = z.object({
  id: z.string(),
  revision: z.number(),
  writeId: z.string(),
  fence: z.number(),
  lease: z.object({ owner: z.string(), fence: z.number(), until: time }).optional(),
  steps: z.array(
    z.object({
      writeId: z.string(),
      name: z.string(),
      state: z.enum(["begun", "done", "failed"]),
      at: time,
      fence: z.number(),
      notes: z.record(z.string(), z.string()).exactOptional(),
    }),
  ),
});

/** @throws OperatorError for an item that somebody else wrote, or that is cut off: what it says is never guessed. */
function parseEntry(table: string, item: Record<string, AttributeValue>): JournalEntry {
  const read = entrySchema.safeParse(jsonOf(item.entry?.S));
  const id = `${item[journalKey.series]?.S}/${item[journalKey.number]?.S}`;
  const odd = read.success ? oddWordIn(read.data) : undefined;
  if (read.success && odd === undefined && read.data.id === id && String(read.data.revision) === item.revision?.N)
    return { lease: undefined, ...read.data };
  const why = read.success
    ? odd === undefined
      ? "it is another entry's"
      : `"${odd}"`
    : read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  throw new OperatorError(
    `the table ${table} has an entry "${id}" that is not understood: ${why}`,
    "restore the table to a minute before it was changed (point-in-time recovery), or delete the item if you know that nothing is under way",
  );
}
