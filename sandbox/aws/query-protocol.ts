/**
 * Services that speak two protocols, of which the SDKs choose one: JSON, and the older query protocol with answers in XML. What they say is the
 * same, so a stand-in reads an object and gives one back. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
import { gunzipSync } from "node:zlib";
import type { Answer, Call } from "./call";

/** A refusal. The code may have another name in JSON. */
export class ServiceError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly jsonCode = code,
  ) {
    super(message);
  }
}

export type Input = Record<string, unknown>;

/** @throws ServiceError for what is no JSON. */
export function readInput({ dialect, body }: Pick<Call, "dialect" | "body">): Input {
  // Long bodies of PutMetricData come compressed.
  const plainBody = body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body;
  if (dialect === "query") return readForm(new URLSearchParams(plainBody.toString()));
  try {
    return plainBody.length === 0 ? {} : (JSON.parse(plainBody.toString()) as Input);
  } catch {
    throw new ServiceError(400, "SerializationException", "the body is no JSON");
  }
}

interface Tree {
  [key: string]: Tree | string;
}

/** "A.member.1.B=x" is { A: [{ B: "x" }] }; "A.entry.1.key=k" with its value is { A: { k: … } }. */
function readForm(form: URLSearchParams): Input {
  const root: Tree = {};
  for (const [name, value] of form) {
    const steps = name.split(".");
    let node = root;
    for (const step of steps.slice(0, -1)) {
      const next = node[step];
      const child = typeof next === "object" ? next : {};
      node[step] = child;
      node = child;
    }
    node[steps.at(-1) ?? ""] = value;
  }
  return plain(root) as Input;
}

function plain(node: Tree | string): unknown {
  if (typeof node === "string") return node;
  const items = (list: Tree | string): unknown[] =>
    typeof list === "string"
      ? []
      : Object.keys(list)
          .sort((one, other) => Number(one) - Number(other))
          .map((key) => plain(list[key] ?? ""));
  if (node.member !== undefined) return items(node.member);
  if (node.entry !== undefined) {
    // SNS's message attributes call them Name and Value.
    return Object.fromEntries((items(node.entry) as Input[]).map((entry) => [String(entry.key ?? entry.Name), entry.value ?? entry.Value]));
  }
  // An empty list is sent as "A=".
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, plain(value)]));
}

export interface Protocol {
  /** Of the XML. */
  namespace: string;
  jsonVersion: "1.0" | "1.1";
}

/** Lists are arrays, maps are Maps, times are Dates; undefined is left out. */
export function answerWith({ dialect, operation }: Pick<Call, "dialect" | "operation">, result: object, protocol: Protocol): Answer {
  if (dialect === "json") {
    const headers = { "content-type": `application/x-amz-json-${protocol.jsonVersion}` };
    return { status: 200, headers, body: JSON.stringify(toJson(result)) };
  }
  const inner = `${element(`${operation}Result`, result)}<ResponseMetadata><RequestId>sandbox</RequestId></ResponseMetadata>`;
  return {
    status: 200,
    headers: { "content-type": "text/xml" },
    body: `<${operation}Response xmlns="${protocol.namespace}">${inner}</${operation}Response>`,
  };
}

export function refusalOf(
  { dialect }: Pick<Call, "dialect">,
  { status, code, jsonCode, message }: ServiceError,
  protocol: Protocol,
): Answer {
  if (dialect === "json") {
    const headers = { "content-type": `application/x-amz-json-${protocol.jsonVersion}`, "x-amzn-errortype": jsonCode };
    return { status, headers, body: JSON.stringify({ __type: jsonCode, message, Message: message }) };
  }
  const error = `<Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message>`;
  return {
    status,
    headers: { "content-type": "text/xml" },
    body: `<ErrorResponse xmlns="${protocol.namespace}"><Error>${error}</Error><RequestId>sandbox</RequestId></ErrorResponse>`,
  };
}

function toJson(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [key, toJson(each)]));
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toJson(each)]));
}

function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return "";
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map) return [...value].map(([key, each]) => element("entry", { key, value: each })).join("");
  if (Array.isArray(value)) return value.map((each) => element("member", each)).join("");
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([key, each]) => element(key, each))
      .join("");
  }
  return escapeXml(String(value));
}

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** What a form has as text only. */
export const number = (value: unknown): number | undefined => (value === undefined || value === "" ? undefined : Number(value));
export const bool = (value: unknown): boolean | undefined => (value === undefined || value === "" ? undefined : String(value) === "true");
export const text = (value: unknown): string => (typeof value === "string" ? value : "");
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const object = (value: unknown): Input => (typeof value === "object" && value !== null ? (value as Input) : {});
/** Seconds since 1970 in JSON, ISO 8601 in a form; in milliseconds. */
export const time = (value: unknown): number | undefined => {
  if (value === undefined || value === "") return undefined;
  return typeof value === "number" ? value * 1000 : Date.parse(String(value));
};
