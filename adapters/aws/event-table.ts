/**
 * What became of messages, in a DynamoDB table: an item for each message and recipient, written only over the revision that was read, and deleted
 * by DynamoDB when it expires. Reads are strongly consistent; the two indexes are behind by a second or so, which joining allows for.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
import { z } from "zod";
import { eventExpiryDays, eventTableExpiry, eventTableIndexes, eventTableKey } from "../../declaration/names/events";
import { OperatorError } from "../../declaration/operator-error";
import type { EventStore, StoredMessage } from "../../mail/events/event-store";
import type { MessageState } from "../../mail/events/message-state";
import { AwsError } from "./call";
import { awsJsonCall, type JsonCall, type JsonServiceSettings } from "./json-call";

/** The environment's stack makes the table. */
class NoEventTable extends OperatorError {
  constructor(table: string) {
    super(
      `the table ${table}, in which the fate of messages is kept, does not exist`,
      "plan and apply the environment, whose stack makes it",
    );
  }
}

const { byProviderId, byRecipient } = eventTableIndexes;

/** DynamoDB's own form of a value. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
const itemSchema = z.record(z.string(), z.looseObject({ S: z.string().optional(), N: z.string().optional() }));
type Item = z.infer<typeof itemSchema>;

export function openEventTable(table: string, settings: JsonServiceSettings): EventStore {
  const call = inTable(table, awsJsonCall({ title: "DynamoDB", name: "dynamodb", target: "DynamoDB_20120810", version: "1.0" }, settings));

  const keysIn = async (index: string, condition: string, values: Item): Promise<string[]> => {
    const query = { IndexName: index, KeyConditionExpression: condition, ExpressionAttributeValues: values };
    const { Items } = await call("Query", query, z.object({ Items: z.array(itemSchema) }));
    return Items.flatMap((item) => item[eventTableKey]?.S ?? []);
  };

  return {
    async read(key) {
      const request = { Key: { [eventTableKey]: { S: key } }, ConsistentRead: true };
      const { Item } = await call("GetItem", request, z.object({ Item: itemSchema.optional() }));
      return Item && parseItem(table, key, Item);
    },

    async write(key, message) {
      const isFirst = message.revision === 1;
      const condition = isFirst
        ? { ConditionExpression: `attribute_not_exists(${eventTableKey})` }
        : { ConditionExpression: "revision = :before", ExpressionAttributeValues: { ":before": { N: String(message.revision - 1) } } };
      try {
        await call("PutItem", { Item: itemOf(key, message), ...condition }, z.looseObject({}));
        return true;
      } catch (error) {
        if (error instanceof AwsError && error.code === "ConditionalCheckFailedException") return false;
        throw error;
      }
    },

    async byProviderId(id, recipient) {
      const [key] = await keysIn(byProviderId.name, `${byProviderId.key} = :id`, { ":id": { S: providerMessage(id, recipient) } });
      return key;
    },

    byRecipient: (recipient, from, to) =>
      keysIn(byRecipient.name, `${byRecipient.key} = :recipient AND ${byRecipient.sort} BETWEEN :from AND :to`, {
        ":recipient": { S: recipient },
        ":from": { N: String(from) },
        ":to": { N: String(to) },
      }),
  };
}

/** @throws NoEventTable when there is no such table. */
function inTable(table: string, call: JsonCall): JsonCall {
  return async (operation, input, shape) => {
    try {
      return await call(operation, { TableName: table, ...input }, shape);
    } catch (error) {
      throw error instanceof AwsError && error.code === "ResourceNotFoundException" ? new NoEventTable(table) : error;
    }
  };
}

const providerMessage = (id: string, recipient: string): string => `${id} ${recipient}`;

/** An index has the items that have its attributes: a message that was not accepted yet is not found by its recipient. */
function itemOf(key: string, { recipient, state, revision, writeId }: StoredMessage): Item {
  const { provider } = state.message;
  const { accepted } = state.first;
  const newest = Math.max(state.at, ...Object.values(state.first));
  return {
    [eventTableKey]: { S: key },
    [byRecipient.key]: { S: recipient },
    ...(accepted !== undefined && { [byRecipient.sort]: { N: String(accepted) } }),
    ...(provider !== undefined && { [byProviderId.key]: { S: providerMessage(provider, recipient) } }),
    revision: { N: String(revision) },
    writeId: { S: writeId },
    state: { S: JSON.stringify(state) },
    [eventTableExpiry]: { N: String(Math.ceil(newest / 1000) + eventExpiryDays * 24 * 3600) },
  };
}

/** Only takeEvents writes here, so an item that is cut off was changed by hand: its message is left alone, and told. */
function parseItem(table: string, key: string, item: Item): StoredMessage {
  const state = parseState(item.state?.S);
  const revision = Number(item.revision?.N);
  const recipient = item[byRecipient.key]?.S;
  if (state && Number.isSafeInteger(revision) && recipient !== undefined)
    return { recipient, state, revision, writeId: item.writeId?.S ?? "" };
  throw new OperatorError(`the table ${table} has an item "${key}" that is not understood`, "delete the item: its message is then unknown");
}

function parseState(text: string | undefined): MessageState | undefined {
  try {
    const state = JSON.parse(text ?? "") as Partial<MessageState> | null;
    const isWhole =
      typeof state?.kind === "string" && typeof state.at === "number" && typeof state.first === "object" && Array.isArray(state.seen);
    return isWhole ? (state as MessageState) : undefined;
  } catch {
    return undefined;
  }
}
