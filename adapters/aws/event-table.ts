/**
 * What became of messages, in a DynamoDB table: an item for each message and recipient, written only over the revision that was read, and deleted
 * by DynamoDB when it expires. Reads are strongly consistent; the two indexes are behind by a second or so, which joining allows for.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
import { z } from "zod";
import { eventTableIndexes, eventTableKey } from "../../declaration/names/events";
import type { EventStore } from "../../mail/events/event-store";
import { AwsError } from "./call";
import { eventTableCall, type Item, itemOf, itemSchema, parseItem, providerMessage } from "./event-items";
import type { AwsServiceSettings } from "./signed-call";

const { byProviderId, byRecipient } = eventTableIndexes;

export function openEventTable(table: string, settings: AwsServiceSettings): EventStore {
  const call = eventTableCall(table, settings);

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
