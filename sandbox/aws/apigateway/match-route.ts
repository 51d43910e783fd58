/**
 * Which route takes a request: "full match, match with a greedy path variable, $default", a method before ANY.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
import type { Route } from "./state";

export interface Matched {
  route: Route;
  pathParameters: Record<string, string>;
}

export function matchRoute(routes: Iterable<Route>, method: string, path: string): Matched | undefined {
  const matches = [...routes].flatMap((route): (Matched & { rank: number })[] => {
    if (route.routeKey === "$default") return [{ route, pathParameters: {}, rank: 0 }];
    const [wanted = "", pattern = ""] = route.routeKey.split(" ");
    if (wanted !== "ANY" && wanted !== method) return [];
    const pathParameters = parametersOf(pattern, path);
    if (!pathParameters) return [];
    const kind = pattern.includes("+}") ? 2 : pattern.includes("{") ? 4 : 6;
    return [{ route, pathParameters, rank: kind + (wanted === "ANY" ? 0 : 1) }];
  });
  return matches.sort((one, other) => other.rank - one.rank)[0];
}

function parametersOf(pattern: string, path: string): Record<string, string> | undefined {
  const expected = pattern.split("/");
  const actual = path.split("/");
  const isGreedy = /^\{.+\+\}$/.test(expected.at(-1) ?? "");
  if (isGreedy ? actual.length < expected.length : actual.length !== expected.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const [, name, greedy] = /^\{([^}+]+)(\+)?\}$/.exec(part) ?? [];
    if (name === undefined && part !== actual[index]) return undefined;
    if (name !== undefined) parameters[name] = (greedy ? actual.slice(index).join("/") : actual[index]) ?? "";
  }
  return parameters;
}
