/**
 * Settings that a user has once: https://www.twilio.com/docs/sendgrid/api-reference/ settings-enforced-tls, settings-tracking, settings-mail,
 * users-api. Only enforced TLS changes how mail is sent here.
 */
import type { SendgridState } from "../state";
import { bouncePurgeBody, clickTrackingBody, enforcedTlsBody } from "../wire";
import { type AddRoute, readBody } from "./add-route";

export function settingRoutes(add: AddRoute): void {
  const tls = "/user/settings/enforced_tls";
  add("GET", tls, "user.settings.enforced_tls.read", (context, { user }) => context.json(user.enforcedTls));
  add("PATCH", tls, "user.settings.enforced_tls.update", async (context, { user }) => {
    Object.assign(user.enforcedTls, await readBody(context, enforcedTlsBody));
    return context.json(user.enforcedTls);
  });

  const click = "/tracking_settings/click";
  add("GET", click, "tracking_settings.click.read", (context, { user }) => context.json(user.clickTracking));
  add("PATCH", click, "tracking_settings.click.update", async (context, { user }) => {
    Object.assign(user.clickTracking, await readBody(context, clickTrackingBody));
    return context.json(user.clickTracking);
  });

  const purge = "/mail_settings/bounce_purge";
  add("GET", purge, "mail_settings.bounce_purge.read", (context, { user }) => context.json(user.bouncePurge));
  add("PATCH", purge, "mail_settings.bounce_purge.update", async (context, { user }) => {
    Object.assign(user.bouncePurge, await readBody(context, bouncePurgeBody));
    return context.json(user.bouncePurge);
  });

  add("GET", "/user/username", "user.username.read", (context, { user }) =>
    context.json({ username: user.username, user_id: user.userId }),
  );
  add("GET", "/user/account", "user.account.read", (context, { user }) => context.json(user.plan));
  add("GET", "/user/credits", "user.credits.read", (context, { user }) => context.json(credits(user)));
}

function credits({ accepted, credits: { total, resetFrequency }, now: clock }: SendgridState): object {
  const now = new Date(clock());
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const reset = (offset: number): string => {
    const at = resetFrequency === "daily" ? Date.UTC(year, month, day + offset) : Date.UTC(year, month + offset, 1);
    return new Date(at).toISOString().slice(0, 10);
  };
  return {
    remain: Math.max(0, total - accepted),
    total,
    overage: Math.max(0, accepted - total),
    used: accepted,
    last_reset: reset(0),
    next_reset: reset(1),
    reset_frequency: resetFrequency,
  };
}
