/**
 * What SendGrid keeps of a recipient: the lists that keep it from sending, and everything else, which it erases when asked.
 * https://www.twilio.com/docs/sendgrid/api-reference/suppressions-suppressions, .../recipients-data-erasure-api
 */
import { z } from "zod";
import { type JsonClient, requireShape } from "../http/json-client";

/** By the name that its console has. Each answers a list, empty when the address is not on it. */
const listPaths: Readonly<Record<string, string>> = {
  bounces: "/v3/suppression/bounces",
  blocks: "/v3/suppression/blocks",
  "spam reports": "/v3/suppression/spam_reports",
  "invalid emails": "/v3/suppression/invalid_emails",
};
const globalList = "global unsubscribes";
const globalPath = "/v3/asm/suppressions/global";
const groupPrefix = "unsubscribe group ";

const entriesSchema = z.array(z.looseObject({}));
/** `{}` when it is not there. */
const globalSchema = z.looseObject({ recipient_email: z.string().optional() });
const groupsSchema = z.object({ suppressions: z.array(z.object({ id: z.number(), suppressed: z.boolean() })) });
const jobSchema = z.object({ job_id: z.string() });

/** @returns names that `takeOffList` takes. */
export async function suppressionLists(client: JsonClient, address: string): Promise<string[]> {
  const email = encodeURIComponent(address);
  const found: string[] = [];
  for (const [name, path] of Object.entries(listPaths)) {
    const entries = requireShape(client.service, `GET ${path}/{email}`, entriesSchema, await client.get(`${path}/${email}`));
    if (entries.length > 0) found.push(name);
  }
  const unsubscribed = requireShape(client.service, `GET ${globalPath}/{email}`, globalSchema, await client.get(`${globalPath}/${email}`));
  if (unsubscribed.recipient_email !== undefined) found.push(globalList);
  const path = "/v3/asm/suppressions";
  const { suppressions } = requireShape(client.service, `GET ${path}/{email}`, groupsSchema, await client.get(`${path}/${email}`));
  return [...found, ...suppressions.filter(({ suppressed }) => suppressed).map(({ id }) => `${groupPrefix}${id}`)];
}

/** May be repeated. */
export async function takeOffList(client: JsonClient, list: string, address: string): Promise<void> {
  const email = encodeURIComponent(address);
  const path = list.startsWith(groupPrefix)
    ? `/v3/asm/groups/${Number(list.slice(groupPrefix.length))}/suppressions`
    : list === globalList
      ? globalPath
      : listPaths[list];
  await client.delete(`${path}/${email}`);
}

/** For this user alone: what a subuser has is erased on its behalf. There is no call that tells how far it is. @returns the job's id */
export async function eraseRecipient(client: JsonClient, addresses: readonly string[]): Promise<string> {
  const path = "/v3/recipients/erasejob";
  const answer = await client.post(path, { email_addresses: addresses });
  return requireShape(client.service, `POST ${path}`, jobSchema, answer).job_id;
}
