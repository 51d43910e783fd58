/**
 * GitHub's REST API through Octokit: https://docs.github.com/rest. Requests go through our own HTTP client, so that time-outs, repetition and
 * Retry-After are what they are everywhere; Octokit's own are off, since its throttling would wait a second before each change. Errors never
 * hold the token.
 */
import type { Octokit } from "octokit" with { "resolution-mode": "import" };
import type { z } from "zod";
import { ApiError, type ApiProblem, requireShape } from "../http/json-client";
import { type HttpRequest, type HttpSettings, operationOf, request } from "../http/request";
import { redact } from "../redact";

export type Github = Awaited<ReturnType<typeof createGithubClient>>;

interface GithubSettings extends HttpSettings {
  /** Without a final slash. */
  baseUrl: string;
  /** Undefined asks as anybody. */
  token: string | undefined;
}

const service = "GitHub";

export async function createGithubClient({ baseUrl, token, ...settings }: GithubSettings) {
  // Loaded by the one verb that needs it: it is large, and an ES module.
  const { Octokit } = await import("octokit");
  const octokit = new Octokit({
    ...(token === undefined ? {} : { auth: token }),
    baseUrl,
    userAgent: "twinpost",
    request: { fetch: fetchWith(settings) },
    retry: { enabled: false },
    throttle: { enabled: false },
  });
  const call = async (ask: (octokit: Octokit) => Promise<unknown>): Promise<unknown> => {
    try {
      return await ask(octokit);
    } catch (error) {
      throw toApiError(error, token);
    }
  };
  return {
    /** @throws ApiError for any status but 2xx, and for an answer that is not as documented */
    async read<T>(operation: string, schema: z.ZodType<T>, ask: (octokit: Octokit) => Promise<{ data: unknown }>): Promise<T> {
      return requireShape(service, operation, schema, ((await call(ask)) as { data: unknown }).data);
    },
    /** All pages. @throws ApiError */
    async list<T>(operation: string, schema: z.ZodType<T>, ask: (octokit: Octokit) => Promise<unknown[]>): Promise<T> {
      return requireShape(service, operation, schema, await call(ask));
    },
    /** @throws ApiError */
    async write(ask: (octokit: Octokit) => Promise<unknown>): Promise<void> {
      await call(ask);
    },
  };
}

const moved = [301, 302, 307, 308];

/** Octokit takes any function that is called as `fetch` is. */
const fetchWith =
  (settings: HttpSettings) =>
  async (url: string, { method, headers, body }: Omit<HttpRequest, "url">): Promise<Response> => {
    const asked = { method, url, ...(headers ? { headers } : {}), ...(body === undefined ? {} : { body }) };
    const answer = await request(asked, settings);
    const context = { service, operation: operationOf(asked), status: answer.status };
    if (answer.failure) throw new ApiError({ ...context, what: answer.failure });
    if (answer.status < 300 && !isJson(answer.text)) {
      throw new ApiError({ ...context, what: `the answer is no valid JSON (${answer.text.length} characters)` });
    }
    if (moved.includes(answer.status)) throw new ApiError({ ...context, what: "what is asked for has been renamed or moved" });
    const response = new Response(answer.status === 204 ? null : answer.text, { status: answer.status, headers: answer.headers });
    // One that was made by hand has no address, which Octokit pages by.
    return Object.defineProperty(response, "url", { value: url });
  };

function isJson(text: string): boolean {
  try {
    return text === "" || JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

interface RequestError {
  status: number;
  request: Pick<HttpRequest, "method" | "url">;
  response?: { data?: unknown; headers?: Record<string, string | undefined> };
  cause?: unknown;
}

/** Octokit's errors hold the request, and with it the token. */
function toApiError(error: unknown, token: string | undefined): unknown {
  if (!(error instanceof Error) || error.name !== "HttpError") return error;
  const { status, request: asked, response, cause } = error as unknown as RequestError;
  if (cause instanceof ApiError) return cause;
  return new ApiError({ service, operation: operationOf(asked), status, errors: readProblems(response, token) });
}

/** `{"message","errors":[{"message"} or text]}`: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
function readProblems(response: RequestError["response"], token: string | undefined): ApiProblem[] {
  const { message, errors } = (response?.data ?? {}) as { message?: unknown; errors?: unknown };
  const entries = Array.isArray(errors) ? errors.map((entry) => (entry as { message?: unknown } | null)?.message ?? entry) : [];
  const said = [message, ...entries]
    .filter((each) => typeof each === "string")
    .map((each) => ({ message: redact(each, token === undefined ? [] : [token]) }));
  const needed = response?.headers?.["x-accepted-github-permissions"];
  return needed && said.length > 0 ? [...said, { message: `the token needs ${needed}` }] : said;
}
