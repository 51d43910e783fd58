/**
 * Settings that an account has once, and its unsubscribe groups: https://www.twilio.com/docs/sendgrid/api-reference/ settings-enforced-tls,
 * settings-tracking, settings-mail, suppressions-unsubscribe-groups, users-api. Only enforced TLS changes how mail is sent here.
 */
import type { Context } from "hono";
import type { SendgridState } from "../state";
import { bouncePurgeBody, clickTrackingBody, enforcedTlsBody, groupAnswer, groupBody, groupChange } from "../wire";
import { type AddRoute, readBody, requireById } from "./add-route";

export function settingRoutes(add: AddRoute, state: SendgridState): void {
  const tls = "/user/settings/enforced_tls";
  add("GET", tls, "user.settings.enforced_tls.read", (context) => context.json(state.enforcedTls));
  add("PATCH", tls, "user.settings.enforced_tls.update", async (context) => {
    Object.assign(state.enforcedTls, await readBody(context, enforcedTlsBody));
    return context.json(state.enforcedTls);
  });

  const click = "/tracking_settings/click";
  add("GET", click, "tracking_settings.click.read", (context) => context.json(state.clickTracking));
  add("PATCH", click, "tracking_settings.click.update", async (context) => {
    Object.assign(state.clickTracking, await readBody(context, clickTrackingBody));
    return context.json(state.clickTracking);
  });

  const purge = "/mail_settings/bounce_purge";
  add("GET", purge, "mail_settings.bounce_purge.read", (context) => context.json(state.bouncePurge));
  add("PATCH", purge, "mail_settings.bounce_purge.update", async (context) => {
    Object.assign(state.bouncePurge, await readBody(context, bouncePurgeBody));
    return context.json(state.bouncePurge);
  });

  add("GET", "/user/username", "user.username.read", (context) => context.json({ username: state.username, user_id: state.userId }));
  add("GET", "/user/account", "user.account.read", (context) => context.json(state.plan));
  add("GET", "/user/credits", "user.credits.read", (context) => context.json(credits(state)));

  groupRoutes(add, state);
}

function groupRoutes(add: AddRoute, state: SendgridState): void {
  const all = "/asm/groups";
  const groupOf = (context: Context) => requireById(context, state.groups, "group not found");

  add("POST", all, "asm.groups.create", async (context) => {
    const { name, description, is_default: isDefault } = await readBody(context, groupBody);
    return context.json(groupAnswer(state.addGroup({ name, description, isDefault })), 201);
  });
  add("GET", all, "asm.groups.read", (context) => context.json([...state.groups.values()].map(groupAnswer)));
  add("GET", `${all}/:id`, "asm.groups.read", (context) => context.json(groupAnswer(groupOf(context))));
  add("PATCH", `${all}/:id`, "asm.groups.update", async (context) => {
    const group = groupOf(context);
    const { is_default: isDefault = group.isDefault, ...rest } = await readBody(context, groupChange);
    return context.json(groupAnswer(Object.assign(group, { ...rest, isDefault })), 201);
  });
  add("DELETE", `${all}/:id`, "asm.groups.delete", (context) => {
    state.groups.delete(groupOf(context).id);
    return context.body(null, 204);
  });
}

function credits({ accepted, credits: { total, resetFrequency } }: SendgridState): object {
  const now = new Date();
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
