/**
 * What SendGrid keeps of a recipient: https://www.twilio.com/docs/sendgrid/api-reference/ bounces-api, blocks-api, spam-reports-api, invalid-e-mails-api,
 * suppressions-global-suppressions, suppressions-suppressions, recipients-data-erasure-api. One address at a time: lists by page and by time are not
 * imitated. An erasure is done at once, and takes the address off the lists too. Unsure: whether the real one does that, and how long it takes;
 * the answer to deleting what is not there.
 */
import { randomUUID } from "node:crypto";
import type { Context } from "hono";
import { z } from "zod";
import { SendgridError } from "../sendgrid-error";
import type { SendgridState } from "../state";
import { suppressionLists } from "../suppressions";
import { type AddRoute, readBody, requireById } from "./add-route";

const addresses = z.object({ recipient_emails: z.array(z.email()).min(1) });
const erasure = z.object({ email_addresses: z.array(z.string()).min(1).max(5000) });

/** Of erasures, in a minute: the headers X-RateLimit-* of tsg_recipients_data_erasure_v3.json. */
const mostErasures = 100;
const minuteMs = 60_000;

export function recipientRoutes(add: AddRoute): void {
  const emailOf = (context: Context): string => context.req.param("email") ?? "";
  const done = (context: Context) => context.body(null, 204);

  for (const list of suppressionLists) {
    add("GET", `/suppression/${list}/:email`, `suppression.${list}.read`, (context, { user }) => {
      const found = user.suppressions.on(list, emailOf(context));
      return context.json(found ? [found] : []);
    });
    add("DELETE", `/suppression/${list}/:email`, `suppression.${list}.delete`, (context, { user }) => {
      user.suppressions.remove(list, emailOf(context));
      return done(context);
    });
  }

  const everywhere = "/asm/suppressions/global";
  add("POST", everywhere, "asm.suppressions.global.create", async (context, { user }) => {
    const body = await readBody(context, addresses);
    for (const email of body.recipient_emails) user.suppressions.unsubscribe(email);
    return context.json(body, 201);
  });
  add("GET", `${everywhere}/:email`, "asm.suppressions.global.read", (context, { user }) =>
    context.json(user.suppressions.isUnsubscribed(emailOf(context)) ? { recipient_email: emailOf(context) } : {}),
  );
  add("DELETE", `${everywhere}/:email`, "asm.suppressions.global.delete", (context, { user }) => {
    user.suppressions.resubscribe(emailOf(context));
    return done(context);
  });

  add("GET", "/asm/suppressions/:email", "asm.groups.suppressions.read", (context, { user }) => {
    const groups = user.suppressions.groupsOf(emailOf(context));
    const suppressions = [...user.groups.values()].map(({ id, name, description, isDefault }) => ({
      ...{ id, name, description, is_default: isDefault, suppressed: groups.has(id) },
    }));
    return context.json({ suppressions });
  });
  add("POST", "/asm/groups/:id/suppressions", "asm.groups.suppressions.create", async (context, { user }) => {
    const body = await readBody(context, addresses);
    // "If you attempt to add suppressions to a group that has been deleted or does not exist, the suppressions will be added to the global" list.
    const group = user.groups.get(Number(context.req.param("id")))?.id;
    for (const email of body.recipient_emails) user.suppressions.unsubscribe(email, group);
    return context.json(body, 201);
  });
  add("DELETE", "/asm/groups/:id/suppressions/:email", "asm.groups.suppressions.delete", (context, { user }) => {
    user.suppressions.resubscribe(emailOf(context), requireById(context, user.groups, "group not found").id);
    return done(context);
  });

  add("POST", "/recipients/erasejob", "recipients.erasejob.create", async (context, { user }) => {
    const { email_addresses: emails } = await readBody(context, erasure);
    requireRate(user);
    const wrong = emails.find((email) => !z.email().safeParse(email).success);
    if (wrong !== undefined) throw new SendgridError(400, `Email_address ${wrong} is not valid`, "email_addresses");
    for (const email of emails) {
      user.suppressions.forget(email);
      user.logs.forget(email);
    }
    return context.json({ job_id: randomUUID() }, 202);
  });
}

/** @throws SendgridError 429 */
function requireRate(user: SendgridState): void {
  const since = user.now() - minuteMs;
  user.erasures = [...user.erasures.filter((at) => at > since), user.now()];
  if (user.erasures.length > mostErasures) throw new SendgridError(429, "too many requests");
}
