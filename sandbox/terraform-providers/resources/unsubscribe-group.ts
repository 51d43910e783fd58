/**
 * sendgrid_unsubscribe_group of provider 3.1.0. Without a description it fails after it has made the group: what it reads back is an empty text,
 * and nothing was planned.
 */
import type { ApiClient, Json } from "../api-client";
import type { Values } from "../codec";
import type { Resource } from "../provider";

export const unsubscribeGroup: Resource = {
  title: "unsubscribe group",
  defaults: { is_default: false },
  create: async (api, planned) => stateOf(await api.call("POST", "/asm/groups", requestBody(planned))),
  read: (api, { id }) => fetchGroup(api, String(id)),
  update: async (api, planned, { id }) => stateOf(await api.call("PATCH", `/asm/groups/${id}`, requestBody(planned))),
  remove: async (api, { id }) => {
    await api.call("DELETE", `/asm/groups/${id}`);
  },
  importState: fetchGroup,
};

async function fetchGroup(api: ApiClient, id: string): Promise<Values> {
  return stateOf(await api.call("GET", `/asm/groups/${id}`));
}

const requestBody = ({ name, description, is_default }: Values): object => ({
  name,
  description: typeof description === "string" ? description : "",
  is_default: is_default === true,
});

const stateOf = (group: Json): Values => ({
  id: String(group.id),
  name: group.name ?? null,
  description: group.description ?? "",
  is_default: group.is_default ?? false,
});
