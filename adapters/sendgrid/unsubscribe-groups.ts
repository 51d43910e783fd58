/** Groups that recipients can unsubscribe from: https://www.twilio.com/docs/sendgrid/api-reference/suppressions-unsubscribe-groups. Terraform makes them. */
import { z } from "zod";
import { type JsonClient, requireShape } from "../http/json-client";

const path = "/v3/asm/groups";
const listSchema = z.array(z.object({ id: z.number(), name: z.string() }));

export async function listUnsubscribeGroups(client: JsonClient): Promise<{ id: number; name: string }[]> {
  return requireShape(client.service, `GET ${path}`, listSchema, await client.get(path));
}
