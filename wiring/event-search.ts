/** Wires what people ask of messages to the environment's table of events, and to the key under which addresses are digests. */
import { requireAccount } from "../adapters/aws/account";
import { addressDigest } from "../adapters/aws/address-digest";
import { queuedMessages } from "../adapters/aws/dead-letters";
import { openEventSearch } from "../adapters/aws/event-search";
import { keepsEvents } from "../declaration/events";
import { addressKeyAlias, deadEventQueue, eventQueue, eventTable } from "../declaration/names/events";
import { OperatorError } from "../declaration/operator-error";
import { type Environment, sendingProvidersOf } from "../declaration/schema/environment";
import type { MessageErasure } from "../mail/events/message-search";
import type { EraseEffects } from "../workflows/erase";
import { messagesTo, type TraceEffects } from "../workflows/trace";
import type { Connections } from "./connections";
import { providerWirings } from "./providers/provider-wirings";

/** @throws OperatorError where nobody tells what becomes of mail, or the login is of another account. */
export async function eventSearch(environment: Environment, connections: Connections): Promise<TraceEffects & { search: MessageErasure }> {
  requireEvents(environment);
  const { sts, kms, json } = connections.aws(environment);
  await requireAccount(sts, environment.aws.account);
  return {
    search: openEventSearch(eventTable(environment.name), json("DYNAMODB")),
    digest: addressDigest(kms, addressKeyAlias(environment.name)),
    now: Date.now,
    backlog: async () => {
      const [waiting, dead] = await Promise.all(
        [eventQueue, deadEventQueue].map((queue) => queuedMessages(queue(environment.name), json("SQS"))),
      ).catch(
        // An answer about the message is an answer without it.
        () => [],
      );
      return waiting === undefined || dead === undefined ? undefined : { waiting, dead };
    },
  };
}

export async function eraseEffects(environment: Environment, connections: Connections): Promise<EraseEffects> {
  const { search, digest, now } = await eventSearch(environment, connections);
  const providers = sendingProvidersOf(environment).flatMap((name) => {
    const data = providerWirings[name].recipientData?.(environment, connections);
    return data ? [[name, data] as const] : [];
  });
  return {
    messages: { to: (address) => messagesTo(address, { search, digest }), remove: search.remove },
    providers: Object.fromEntries(providers),
    now,
  };
}

/** @throws OperatorError for a test server, which keeps what it is given: there are no events. */
export function requireEvents(environment: Environment): void {
  if (keepsEvents(environment)) return;
  throw new OperatorError(
    `environment "${environment.name}" sends to a test server, which tells nothing of its messages`,
    "look into the test server's mailbox",
  );
}
