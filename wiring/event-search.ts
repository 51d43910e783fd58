/** Wires the search for messages to the environment's table of events, and to the key under which addresses are digests. */
import { requireAccount } from "../adapters/aws/account";
import { addressDigest } from "../adapters/aws/address-digest";
import { openEventSearch } from "../adapters/aws/event-search";
import { addressKeyAlias, eventTable } from "../declaration/names/events";
import { OperatorError } from "../declaration/operator-error";
import { type Environment, sendingProvidersOf } from "../declaration/schema/environment";
import { sendingProviders } from "../mail/providers/sending-providers";
import type { TraceEffects } from "../workflows/trace";
import type { Connections } from "./connections";

/** @throws OperatorError where nobody tells what becomes of mail, or the login is of another account. */
export async function eventSearch(environment: Environment, connections: Connections): Promise<TraceEffects> {
  requireEvents(environment);
  const { sts, kms, json } = connections.aws(environment);
  await requireAccount(sts, environment.aws.account);
  return {
    search: openEventSearch(eventTable(environment.name), json("DYNAMODB")),
    digest: addressDigest(kms, addressKeyAlias(environment.name)),
    now: Date.now,
  };
}

/** A test server keeps what it is given: there are no events. */
export function requireEvents(environment: Environment): void {
  if (sendingProvidersOf(environment).some((name) => sendingProviders[name].delivers)) return;
  throw new OperatorError(
    `environment "${environment.name}" sends to a test server, which tells nothing of its messages`,
    "look into the test server's mailbox",
  );
}
