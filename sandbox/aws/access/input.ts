/** What a call says, in whichever protocol: JSON as it is, a form with its numbered members as lists. */
import { gunzipSync } from "node:zlib";
import type { Call } from "../call";

export function inputOf({ dialect, request, body }: Pick<Call, "dialect" | "request" | "body">): Record<string, unknown> {
  if (dialect === "s3") return {};
  if (dialect === "query") return formInput(new URLSearchParams(body.toString()));
  try {
    const plain = body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body;
    return request.method === "GET" || body.length === 0 ? {} : (JSON.parse(plain.toString()) as Record<string, unknown>);
  } catch {
    return {};
  }
}

/**
 * "Tags.member.2.Key=a" is { Tags: [, { Key: "a" }] }, "AlarmNames.member.1=a" is { AlarmNames: ["a"] }.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#collection-and-map-serialization
 */
function formInput(form: URLSearchParams): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, value] of form) {
    const [, list = "", index, key] = /^(\w+)\.(?:member\.|entry\.)?(\d+)(?:\.(\w+))?$/.exec(name) ?? [];
    if (index === undefined) {
      input[name] = value;
      continue;
    }
    const items = (input[list] ?? []) as unknown[];
    input[list] = items;
    const at = Number(index) - 1;
    items[at] = key === undefined ? value : { ...((items[at] as object | undefined) ?? {}), [key]: value };
  }
  return input;
}
