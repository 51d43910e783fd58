/**
 * SendGrid API keys: https://www.twilio.com/docs/sendgrid/api-reference/api-keys. A key is shown once, when it is made, and never
 * expires. An account has at most 100.
 */
import { z } from "zod";
import { ApiError, type JsonClient, requireShape } from "../http/json-client";

const path = "/v3/api_keys";
const createdSchema = z.object({ api_key: z.string().min(1), api_key_id: z.string().min(1) });
const listSchema = z.object({ result: z.array(z.object({ api_key_id: z.string(), name: z.string() })) });

export async function createApiKey(
  client: JsonClient,
  { name, scopes }: { name: string; scopes: readonly string[] },
): Promise<{ id: string; secret: string }> {
  const created = requireShape(client.service, `POST ${path}`, createdSchema, await client.post(path, { name, scopes }));
  return { id: created.api_key_id, secret: created.api_key };
}

/** A key that is gone already counts as deleted. */
export async function deleteApiKey(client: JsonClient, id: string): Promise<void> {
  try {
    await client.delete(`${path}/${encodeURIComponent(id)}`);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

export async function listApiKeys(client: JsonClient): Promise<{ id: string; name: string }[]> {
  const { result } = requireShape(client.service, `GET ${path}`, listSchema, await client.get(path));
  return result.map(({ api_key_id, name }) => ({ id: api_key_id, name }));
}

const keySchema = z.object({ api_key_id: z.string(), name: z.string(), scopes: z.array(z.string()) });

export async function readApiKey(client: JsonClient, id: string): Promise<{ name: string; scopes: string[] }> {
  const { name, scopes } = requireShape(
    client.service,
    `GET ${path}/{id}`,
    keySchema,
    await client.get(`${path}/${encodeURIComponent(id)}`),
  );
  return { name, scopes };
}

/** Name and scopes are replaced together: PUT, where PATCH renames only. May be repeated. */
export async function setApiKeyScopes(client: JsonClient, id: string, scopes: readonly string[]): Promise<void> {
  const { name } = await readApiKey(client, id);
  await client.put(`${path}/${encodeURIComponent(id)}`, { name, scopes });
}
