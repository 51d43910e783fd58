/** The subusers of an account, made by an administrator: https://www.twilio.com/docs/sendgrid/api-reference/subusers-api. */
import { z } from "zod";
import { type JsonClient, requireShape } from "../http/json-client";

export interface Subuser {
  /** By which the Email Logs know it. */
  id: number;
  disabled: boolean;
  /** "global" or "eu". */
  region: string;
}

const path = "/v3/subusers";
/** Accounts without the EU may leave the region out, though it is asked for. */
const listSchema = z.array(
  z.object({ id: z.number().int(), username: z.string(), disabled: z.boolean(), region: z.string().default("global") }),
);

/** @param client of the account. The API narrows the list, in a way that is not documented: the name is compared once more. */
export async function findSubuser(client: JsonClient, username: string): Promise<Subuser | undefined> {
  const answer = await client.get(`${path}?${new URLSearchParams({ username, region: "all", include_region: "true" })}`);
  const found = requireShape(client.service, `GET ${path}`, listSchema, answer).find((each) => each.username === username);
  return found && { id: found.id, disabled: found.disabled, region: found.region };
}
