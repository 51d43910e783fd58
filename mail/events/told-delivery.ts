/** Whether the events that came tell of a delivery that a provider's own log has. */
import type { EventStore } from "./event-store";
import type { MessageState } from "./message-state";

/** A message that a receiver took, as a provider lists it. */
export interface ListedDelivery {
  /** The provider's id of the message, as its events have it. */
  id: string;
  recipient: string;
  /** When the provider made the message, in milliseconds since 1970. */
  madeAt: number;
}

/** The message may have gone out through another provider first, or be late. */
const beforeMs = 24 * 3600 * 1000;
const afterMs = 3600 * 1000;

/** @param delivery with the keyed digest of its recipient */
export async function isDeliveryTold(
  provider: string,
  { id, recipient, madeAt }: ListedDelivery,
  store: Pick<EventStore, "read" | "byProviderId" | "byRecipient">,
): Promise<boolean> {
  const known = await store.byProviderId(id, recipient);
  if (known !== undefined && tells((await store.read(known))?.state, provider)) return true;
  // A message that two providers took has one state, and is found by the id of one of them.
  for (const key of await store.byRecipient(recipient, madeAt - beforeMs, madeAt + afterMs))
    if (key !== known && tells((await store.read(key))?.state, provider, id)) return true;
  return false;
}

/** @param id of the message, where the state may be another's. The last delivery's alone is kept. */
const tells = (state: MessageState | undefined, provider: string, id?: string): boolean =>
  state?.told.some(
    (told) => told.provider === provider && told.kind === "delivered" && (id === undefined || told.message === id || told.times > 1),
  ) ?? false;
