/**
 * Searches the table of events for people who ask. By recipient it asks an index; by id or time it reads the whole table, page by page, since an
 * index more would be paid for with every event. 13 months of 10,000 messages are some 160 MB: less than a cent, and seconds. Of 1,000,000 they are
 * 16 GB: some 30 cents (2 million read request units), and minutes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html, https://aws.amazon.com/dynamodb/pricing/on-demand/
 */
import { z } from "zod";
import { eventTableIndexes, eventTableKey } from "../../declaration/names/events";
import { type FoundMessage, hasId, type MessageErasure, type MessageSearch } from "../../mail/events/message-search";
import { eventTableCall, type Item, itemSchema, parseItem } from "./event-items";
import type { AwsServiceSettings } from "./signed-call";

const { byRecipient } = eventTableIndexes;
/** Parts of the table that are read at the same time. */
const segments = 4;

const pageSchema = z.object({ Items: z.array(itemSchema), LastEvaluatedKey: itemSchema.nullish() });

export function openEventSearch(table: string, settings: AwsServiceSettings): MessageSearch & MessageErasure {
  const call = eventTableCall(table, settings);

  async function pages(operation: "Query" | "Scan", input: object): Promise<Item[]> {
    const items: Item[] = [];
    for (let from: Item | undefined; ; ) {
      const page = await call(operation, { ...input, ...(from && { ExclusiveStartKey: from }) }, pageSchema);
      items.push(...page.Items);
      from = page.LastEvaluatedKey ?? undefined;
      if (!from) return items;
    }
  }

  const found = (item: Item): FoundMessage => {
    const key = item[eventTableKey]?.S ?? "";
    return { key, ...parseItem(table, key, item) };
  };

  async function scan(filter: string, values: Item, names: Record<string, string>): Promise<FoundMessage[]> {
    const input = { FilterExpression: filter, ExpressionAttributeValues: values, ExpressionAttributeNames: names, TotalSegments: segments };
    const parts = Array.from({ length: segments }, (_, Segment) => pages("Scan", { ...input, Segment }));
    return (await Promise.all(parts)).flat().map(found);
  }

  return {
    async toRecipient(recipient) {
      const keys = await pages("Query", {
        IndexName: byRecipient.name,
        KeyConditionExpression: `${byRecipient.key} = :recipient`,
        ExpressionAttributeValues: { ":recipient": { S: recipient } },
      });
      const messages: FoundMessage[] = [];
      for (const { [eventTableKey]: key } of keys) {
        const { Item } = await call("GetItem", { Key: { [eventTableKey]: key } }, z.object({ Item: itemSchema.optional() }));
        // Gone between the two calls.
        if (Item) messages.push(found(Item));
      }
      return messages;
    },

    async remove(key) {
      await call("DeleteItem", { Key: { [eventTableKey]: { S: key } } }, z.looseObject({}));
    },

    async withIds(ids) {
      // As JSON has it: with its quotes, an id is not a part of another.
      const values = Object.fromEntries(ids.map((id, at) => [`:id${at}`, { S: JSON.stringify(id) }]));
      const filter = ids.map((_, at) => `contains(#state, :id${at})`).join(" OR ");
      const candidates = await scan(filter, values, { "#state": "state" });
      return candidates.filter((message) => hasId(message, ids));
    },

    between: (from, to) =>
      scan(
        "#sort BETWEEN :from AND :to OR #sort BETWEEN :firstFrom AND :firstTo",
        {
          ":from": { N: String(from) },
          ":to": { N: String(to) },
          ":firstFrom": { N: String(-to) },
          ":firstTo": { N: String(-from) },
        },
        { "#sort": byRecipient.sort },
      ),
  };
}
