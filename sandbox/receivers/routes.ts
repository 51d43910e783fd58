/**
 * A subset of Mailpit's REST API v1 (mailpit.axllent.org/docs/api-v1), the usual API of test mailboxes: list, search, read, raw source
 * and delete. Tags are the folder, Inbox or Junk. Not imitated: read status (always unread), attachments' content, message headers,
 * HTML checks, sending, web socket.
 */
import { Hono } from "hono";
import type { Mailbox, StoredMessage } from "./mailbox";

const defaultLimit = 50;
const snippetLength = 250;

export function mailboxRoutes(mailbox: Mailbox): Hono {
  const app = new Hono();

  app.get("/api/v1/messages", (context) => context.json(page(mailbox, mailbox.list(), context.req.query())));

  app.get("/api/v1/search", (context) => {
    const query = context.req.query("query")?.trim();
    if (!query) return context.text("Error: no search query", 400);
    return context.json(page(mailbox, mailbox.search(query), context.req.query()));
  });

  app.get("/api/v1/message/:id", (context) => {
    const message = mailbox.find(context.req.param("id"));
    return message ? context.json(whole(message)) : context.text("404 page not found", 404);
  });

  app.get("/api/v1/message/:id/raw", (context) => {
    const message = mailbox.find(context.req.param("id"));
    if (!message) return context.text("404 page not found", 404);
    return context.body(new Uint8Array(message.raw), 200, { "Content-Type": "text/plain; charset=utf-8" });
  });

  app.delete("/api/v1/messages", async (context) => {
    const body = await context.req.json<{ IDs?: string[] }>().catch(() => ({ IDs: [] }));
    mailbox.delete(body.IDs ?? []);
    return context.text("ok");
  });

  return app;
}

/** @param found newest first */
function page(mailbox: Mailbox, found: readonly StoredMessage[], query: Record<string, string>): object {
  const start = Number(query.start ?? 0) || 0;
  const limit = Number(query.limit ?? defaultLimit) || defaultLimit;
  const shown = found.slice(start, start + limit);
  const total = mailbox.list().length;
  return {
    total,
    unread: total,
    count: shown.length,
    messages_count: found.length,
    messages_unread: found.length,
    start,
    tags: [...new Set(mailbox.list().map(({ folder }) => folder))].sort(),
    messages: shown.map((message) => ({
      ...shared(message),
      Read: false,
      Created: message.received.toISOString(),
      Attachments: message.content.attachments,
      Snippet: message.content.text.replace(/\s+/g, " ").trim().slice(0, snippetLength),
    })),
  };
}

const whole = (message: StoredMessage): object => ({
  ...shared(message),
  ReturnPath: message.mailFrom,
  Date: (message.content.date ?? message.received).toISOString(),
  Text: message.content.text,
  HTML: message.content.html,
  Inline: [],
  Attachments: [],
});

function shared({ id, folder, recipients, raw, content }: StoredMessage): object {
  const address = (each: { name: string; address: string }): object => ({ Name: each.name, Address: each.address });
  const visible = [...content.to, ...content.cc].map((each) => each.address.toLowerCase());
  // Like Mailpit: an envelope recipient that no header names was a blind copy.
  const blind = recipients.filter((recipient) => !visible.includes(recipient.toLowerCase()));
  return {
    ID: id,
    MessageID: content.messageId,
    From: content.from ? address(content.from) : null,
    To: content.to.map(address),
    Cc: content.cc.map(address),
    Bcc: blind.map((recipient) => address({ name: "", address: recipient })),
    ReplyTo: content.replyTo.map(address),
    Subject: content.subject,
    Username: "",
    Tags: [folder],
    Size: raw.length,
  };
}
