/** What the route files share: how a route is declared, and how its parameters, its body and its page are read. */
import type { Context } from "hono";
import type { z } from "zod";
import type { Needs } from "../access";
import { GithubError, refuse } from "../github-error";
import type { GithubState, Repository, Token } from "../state";

export interface Call {
  context: Context;
  state: GithubState;
  token: Token;
  /** Base URL of the API, for the addresses in answers. */
  api: string;
  param(name: string): string;
  /** As GitHub notes times. */
  now(): string;
}

export interface RepositoryCall extends Call {
  repository: Repository;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Answer = Response | Promise<Response>;
/** Adds a route for whoever has a token. */
export type AddRoute = (method: Method, path: string, handle: (call: Call) => Answer) => void;
/** Adds a route below a repository, for a token that has what it needs. */
export type AddRepositoryRoute = (method: Method, path: string, needs: Needs, handle: (call: RepositoryCall) => Answer) => void;

/** @throws GithubError 400, or 422 for the fields that are wrong. */
export async function readBody<T extends z.ZodType>({ context }: Call, schema: T): Promise<z.infer<T>> {
  const text = await context.req.text();
  let body: unknown = {};
  try {
    if (text !== "") body = JSON.parse(text);
  } catch {
    return refuse(400, "Problems parsing JSON");
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  return refuse(422, `Invalid request.\n\n${faults.join("\n")}`);
}

/** @throws GithubError 422 as GitHub says it of one field, such as "already_exists". */
export function refuseField(resource: string, field: string, code: string): never {
  throw new GithubError(422, "Validation Failed", {}, [{ resource, field, code }]);
}

/**
 * One page, with a Link header to the others.
 * @param name of the list in the answer; the answer is the list when absent.
 */
export function page<T>(
  { context }: Call,
  entries: readonly T[],
  show: (entry: T) => object,
  options: { name?: string; most?: number } = {},
) {
  const { name, most = 100 } = options;
  const address = new URL(context.req.url);
  const number = positive(address.searchParams.get("page"), 1);
  const perPage = Math.min(positive(address.searchParams.get("per_page"), 30), most);
  const last = Math.max(1, Math.ceil(entries.length / perPage));
  const shown = entries.slice((number - 1) * perPage, number * perPage).map(show);
  const at = (page: number, rel: string): string => {
    address.searchParams.set("page", String(page));
    return `<${address}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [at(Math.min(number - 1, last), "prev")] : []),
    ...(number < last ? [at(number + 1, "next"), at(last, "last")] : []),
    ...(number > 1 ? [at(1, "first")] : []),
  ];
  const body = name === undefined ? shown : { total_count: entries.length, [name]: shown };
  return context.json(body, 200, links.length > 0 ? { Link: links.join(", ") } : {});
}

const positive = (text: string | null, otherwise: number): number => {
  const number = Number(text ?? otherwise);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
};
