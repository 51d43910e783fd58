/** Reads from the sandbox's mailboxes the messages that a rehearsal's report shows: of each delivery the invitation itself. */

import { z } from "zod";
import { createJsonClient, requireShape } from "../adapters/http/json-client";
import { findMessages, readRawMessage } from "../adapters/mailbox/mailpit";
import type { SeenDelivery } from "./report/messages-html";
import { type MailboxMessage, receivedMessage } from "./report/received";
import type { DeliveryRow } from "./report/report";

const shape = z.object({
  Subject: z.string(),
  Text: z.string(),
  HTML: z.string(),
  ReturnPath: z.string(),
  From: z.object({ Address: z.string() }),
});

export interface Mailboxes {
  /** API of the mailbox that has this recipient's mail. */
  of(row: Pick<DeliveryRow, "recipient" | "placement">): string | undefined;
}

/** What the seed test sends has this in its subject; the other messages of a rehearsal have it too, later. */
const subject = "Seed test";

/** A message that cannot be read is left out: the report is about more. */
export async function seenDeliveries(
  rows: readonly DeliveryRow[],
  domains: Readonly<Record<string, string>>,
  mailboxes: Mailboxes,
): Promise<SeenDelivery[]> {
  const found = await Promise.all(
    rows
      .filter(({ by, arrived }) => by === "twinpost" && arrived)
      .map(async (row): Promise<SeenDelivery[]> => {
        const baseUrl = mailboxes.of(row);
        const from = domains[row.environment];
        if (baseUrl === undefined || from === undefined) return [];
        const message = await firstOf(row, from, baseUrl).catch(() => undefined);
        return message ? [{ ...row, message: receivedMessage(message, row) }] : [];
      }),
  );
  return found.flat();
}

/** The earliest of this sender to this recipient that came by this provider's return path. */
async function firstOf(row: DeliveryRow, from: string, baseUrl: string): Promise<MailboxMessage | undefined> {
  const newestFirst = await findMessages({ baseUrl, query: `subject:"${subject}" to:"${row.recipient}" from:"@${from}"` });
  const client = createJsonClient({ baseUrl, service: "mailbox" });
  for (const { id, receivedAt } of [...newestFirst].reverse()) {
    const path = `/api/v1/message/${id}`;
    const { Subject, Text, HTML, ReturnPath } = requireShape("mailbox", `GET ${path}`, shape, await client.get(path));
    // A capture server has one login, of one provider.
    if (row.spf && !ReturnPath.toLowerCase().endsWith(`@${row.spf.domain.toLowerCase()}`)) continue;
    const raw = await readRawMessage({ baseUrl, id });
    return { subject: Subject, text: Text, html: HTML, receivedAt: receivedAt.toISOString(), raw };
  }
  return undefined;
}
