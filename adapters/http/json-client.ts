/**
 * A client of one JSON API that takes a bearer token. Answers are `unknown`: `requireShape` turns them into what an adapter expects.
 * Knows no pages and no particular API.
 */
import type { z } from "zod";
import { OperatorError } from "../../declaration/operator-error";
import { redact } from "../redact";
import { type HttpRequest, type HttpSettings, operationOf, request } from "./request";

export interface JsonClientSettings extends HttpSettings {
  /** The service's name in errors. */
  service: string;
  /** Without a final slash. */
  baseUrl: string;
  token?: string | undefined;
  /** Sent with every call; they show in no error. */
  headers?: Readonly<Record<string, string>>;
}

/** Each call answers the parsed body, undefined when there is none. @throws ApiError for any status but 2xx */
export interface JsonClient {
  service: string;
  get(path: string): Promise<unknown>;
  post(path: string, body?: object): Promise<unknown>;
  put(path: string, body?: object): Promise<unknown>;
  patch(path: string, body?: object): Promise<unknown>;
  delete(path: string, body?: object): Promise<unknown>;
}

/** One entry of the API's own error list. */
export interface ApiProblem {
  message: string;
  code?: number;
  field?: string;
}

interface ApiFailure {
  service: string;
  /** Method and path, "POST /v3/api_keys". */
  operation: string;
  /** 0 when there was no answer at all. */
  status: number;
  /** What went wrong, when the API's list does not say. */
  what?: string;
  errors?: readonly ApiProblem[];
}

/** What an API refused, or how it failed to answer. Holds no request, header or body: those hold tokens. */
export class ApiError extends OperatorError {
  readonly service: string;
  /** 0 when there was no answer at all. */
  readonly status: number;
  readonly errors: readonly ApiProblem[];

  constructor({ service, operation, status, what, errors = [] }: ApiFailure) {
    const said = errors.length > 0 ? errors.map(problemText).join("; ") : what;
    super(`${service}: ${operation} failed${status ? ` with ${status}` : ""}${said ? `: ${said}` : ""}`, remedy(status));
    this.service = service;
    this.status = status;
    this.errors = errors;
  }
}

export function createJsonClient({ service, baseUrl, token, headers: always = {}, ...settings }: JsonClientSettings): JsonClient {
  const call = async (method: HttpRequest["method"], path: string, body?: object): Promise<unknown> => {
    const headers = {
      ...always,
      Accept: "application/json",
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body ? { "Content-Type": "application/json" } : {}),
    };
    const asked = { method, url: `${baseUrl}${path}`, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const { status, text, failure } = await request(asked, settings);
    const context = { service, operation: operationOf(asked), status };
    if (failure) throw new ApiError({ ...context, what: failure });
    const answer = parseJson(text);
    if (status < 200 || status > 299) throw new ApiError({ ...context, errors: readProblems(answer, token ? [token] : []) });
    // The text is not part of the error, nor is the parser's message, which quotes it: it may hold a new key.
    if (answer === notJson) throw new ApiError({ ...context, what: `the answer is no valid JSON (${text.length} characters)` });
    return answer;
  };
  return {
    service,
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
    put: (path, body) => call("PUT", path, body),
    patch: (path, body) => call("PATCH", path, body),
    delete: (path, body) => call("DELETE", path, body),
  };
}

/** @throws ApiError that names the fields which are not as expected, without their values */
export function requireShape<T>(service: string, operation: string, schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, code }) => `${path.join(".") || "answer"} (${code})`);
  throw new ApiError({ service, operation, status: 200, what: `the answer is not as documented: ${fields.join(", ")}` });
}

const notJson = Symbol("not JSON");

function parseJson(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return notJson;
  }
}

/** Both `{"errors":[{"message","field","code"}]}` and `{"error":"..."}` are in use, by SendGrid within one API. */
function readProblems(answer: unknown, secrets: readonly string[]): ApiProblem[] {
  if (typeof answer !== "object" || answer === null) return [];
  const { errors, error } = answer as { errors?: unknown; error?: unknown };
  const entries: unknown[] = Array.isArray(errors) ? errors : [error];
  return entries.flatMap((entry) => {
    const { message, code, field } = (typeof entry === "object" && entry !== null ? entry : { message: entry }) as Record<string, unknown>;
    if (typeof message !== "string") return [];
    return [
      {
        message: redact(message, secrets),
        ...(typeof code === "number" ? { code } : {}),
        ...(typeof field === "string" ? { field: redact(field, secrets) } : {}),
      },
    ];
  });
}

const problemText = ({ message, code, field }: ApiProblem): string =>
  `${message}${field === undefined ? "" : ` (${field})`}${code === undefined ? "" : ` [${code}]`}`;

function remedy(status: number): string | undefined {
  if (status === 401) return "check that the API token is complete, not revoked, and belongs to this account and region";
  if (status === 403) return "check that the API token has the scope for this call";
  if (status === 429) return "the service limits how often it may be called: wait, then run this again";
  if (status === 0 || status >= 500) return "check the service's status page and your connection, then run this again";
  return undefined;
}
