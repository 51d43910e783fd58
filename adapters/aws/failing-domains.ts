/**
 * When mail last failed in each domain, as one item for each provider in the table of events: it holds 256 times at most, and nothing of anybody.
 * One write adds to it and tells what is there, so functions that run at once do not lose each other's.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
import { z } from "zod";
import { eventTableExpiry, eventTableKey } from "../../declaration/names/events";
import { countFailing, type FailingDomains } from "../../mail/events/failing-domains";
import { awsJsonCall, jsonServices } from "./json-call";
import type { AwsServiceSettings } from "./signed-call";

export type AddFailing = (provider: string, marks: readonly string[], now: number) => Promise<FailingDomains>;

const answer = z.object({ Attributes: z.record(z.string(), z.looseObject({ N: z.string().optional() })) });

export function openFailingDomains(table: string, settings: AwsServiceSettings): AddFailing {
  const call = awsJsonCall(jsonServices.dynamodb, settings);
  return async (provider, marks, now) => {
    const names = [...new Set(marks)].map((mark) => `m${mark}`);
    const { Attributes } = await call(
      "UpdateItem",
      {
        TableName: table,
        Key: { [eventTableKey]: { S: `failing domains ${provider}` } },
        UpdateExpression: `SET ${[...names, eventTableExpiry].map((name) => `${name} = :${name === eventTableExpiry ? "end" : "now"}`).join(", ")}`,
        ExpressionAttributeValues: { ":now": { N: String(now) }, ":end": { N: String(Math.ceil(now / 1000) + 2 * 24 * 3600) } },
        ReturnValues: "ALL_NEW",
      },
      answer,
    );
    const times = Object.entries(Attributes).flatMap(([name, { N }]) => (/^m[0-9a-f]{2}$/.test(name) && N ? [Number(N)] : []));
    return countFailing(times, now);
  };
}
