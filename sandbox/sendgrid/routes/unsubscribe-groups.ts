/**
 * https://www.twilio.com/docs/sendgrid/api-reference/suppressions-unsubscribe-groups: groups that recipients can unsubscribe from. Who did is not
 * imitated. Unsure: the words that refuse a second group of one name.
 */
import type { Context } from "hono";
import { SendgridError } from "../sendgrid-error";
import type { Group } from "../state";
import { groupAnswer, groupBody, groupChange } from "../wire";
import { type AddRoute, type Caller, readBody, requireById } from "./add-route";

export function unsubscribeGroupRoutes(add: AddRoute): void {
  const all = "/asm/groups";
  const groupOf = (context: Context, { user }: Caller) => requireById(context, user.groups, "group not found");

  add("POST", all, "asm.groups.create", async (context, { user }) => {
    const { name, description, is_default: isDefault } = await readBody(context, groupBody);
    requireFreeName(name, user.groups);
    return context.json(groupAnswer(user.addGroup({ name, description, isDefault })), 201);
  });

  add("GET", all, "asm.groups.read", (context, { user }) => context.json([...user.groups.values()].map(groupAnswer)));

  add("GET", `${all}/:id`, "asm.groups.read", (context, caller) => context.json(groupAnswer(groupOf(context, caller))));

  add("PATCH", `${all}/:id`, "asm.groups.update", async (context, caller) => {
    const group = groupOf(context, caller);
    const { is_default: isDefault = group.isDefault, ...rest } = await readBody(context, groupChange);
    if (rest.name !== undefined) requireFreeName(rest.name, caller.user.groups, group);
    return context.json(groupAnswer(Object.assign(group, { ...rest, isDefault })), 201);
  });

  add("DELETE", `${all}/:id`, "asm.groups.delete", (context, caller) => {
    caller.user.groups.delete(groupOf(context, caller).id);
    return context.body(null, 204);
  });
}

function requireFreeName(name: string, groups: ReadonlyMap<number, Group>, except?: Group): void {
  const isTaken = [...groups.values()].some((group) => group !== except && group.name === name);
  if (isTaken) throw new SendgridError(400, "A group with this name already exists", "name");
}
