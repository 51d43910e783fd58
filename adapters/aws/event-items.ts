/**
 * How DynamoDB keeps a message of the table of events, and how its table is called.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
import { z } from "zod";
import { eventExpiryDays, eventTableExpiry, eventTableIndexes, eventTableKey } from "../../declaration/names/events";
import { OperatorError } from "../../declaration/operator-error";
import type { StoredMessage } from "../../mail/events/event-store";
import type { MessageState } from "../../mail/events/message-state";
import { AwsError } from "./call";
import { awsJsonCall, type JsonCall, jsonServices } from "./json-call";
import type { AwsServiceSettings } from "./signed-call";

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

export const itemSchema = z.record(z.string(), z.looseObject({ S: z.string().optional(), N: z.string().optional() }));
export type Item = z.infer<typeof itemSchema>;

/** The calls @throws NoEventTable when there is no such table. */
export function eventTableCall(table: string, settings: AwsServiceSettings): JsonCall {
  const call = awsJsonCall(jsonServices.dynamodb, settings);
  return async (operation, input, shape) => {
    try {
      return await call(operation, { TableName: table, ...input }, shape);
    } catch (error) {
      throw error instanceof AwsError && error.code === "ResourceNotFoundException" ? new NoEventTable(table) : error;
    }
  };
}

export const providerMessage = (id: string, recipient: string): string => `${id} ${recipient}`;

/**
 * An index has the items that have its attributes. A message that no provider accepted, as one to a suppressed recipient, has the time at which it
 * was first told of, below 0: a search by recipient finds it, and joining, which asks for times of acceptance, does not.
 */
export function itemOf(key: string, { recipient, state, revision, writeId }: StoredMessage): Item {
  const { provider } = state.message;
  const times = Object.values(state.first);
  const sort = state.first.accepted ?? -Math.min(state.at, ...times);
  const newest = Math.max(state.at, ...times);
  return {
    [eventTableKey]: { S: key },
    [byRecipient.key]: { S: recipient },
    [byRecipient.sort]: { N: String(sort) },
    ...(provider !== undefined && { [byProviderId.key]: { S: providerMessage(provider, recipient) } }),
    revision: { N: String(revision) },
    writeId: { S: writeId },
    state: { S: JSON.stringify(state) },
    [eventTableExpiry]: { N: String(Math.ceil(newest / 1000) + eventExpiryDays * 24 * 3600) },
  };
}

/** Only takeEvents writes here, so an item that is cut off was changed by hand: its message is left alone, and told. */
export function parseItem(table: string, key: string, item: Item): StoredMessage {
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
    return isWhole && Array.isArray(state.told) ? (state as MessageState) : undefined;
  } catch {
    return undefined;
  }
}
