/**
 * The Cloudflare API v4 as far as DNS records are managed with it. A token is judged as Cloudflare judges it: one that is malformed,
 * unknown, expired or too narrow gets a different code each. Unsure: the answer to an expired token outside /user/tokens/verify, and
 * whether an unknown zone is answered with 400 or 404.
 */
import { type Context, Hono } from "hono";
import type { DnsRecord } from "./records";
import { CloudflareError, type CloudflareState, type CloudflareZone, type Permission, type Token } from "./state";
import { failure, listAnswer, readPage, readRecord, recordAnswer, success, zoneAnswer } from "./wire";

export function cloudflareRoutes(state: CloudflareState): Hono {
  const routes = new Hono();
  const root = "/client/v4";
  const records = `${root}/zones/:zone/dns_records`;

  routes.get(`${root}/user/tokens/verify`, (context) => {
    const token = state.token(bearer(context));
    if (!token) return refuse(401, 1000, "Invalid API Token");
    const end = token.expiresOn === undefined ? {} : { expires_on: token.expiresOn };
    if (token.expired) return context.json(success({ id: token.id, status: "expired", ...end }));
    const messages = [{ code: 10000, message: "This API Token is valid and active", type: null }];
    return context.json(success({ id: token.id, status: "active", ...end }, { messages }));
  });

  routes.get(`${root}/zones`, (context) => {
    const token = authenticate(state, context);
    const { name, status, ...query } = context.req.query();
    const zones = [...state.zones.values()].filter(
      (zone) => covers(token, zone) && (name ?? zone.name) === zone.name && (status ?? zone.status) === zone.status,
    );
    return context.json(listAnswer(zones.map(zoneAnswer), readPage(query, 20)));
  });

  routes.get(`${root}/zones/:zone`, (context) => {
    const token = authenticate(state, context);
    const zone = knownZone(state, context);
    if (!covers(token, zone)) return refuse(403, 9109, "Unauthorized to access requested resource");
    return context.json(success(zoneAnswer(zone)));
  });

  routes.get(records, (context) => {
    const zone = authorise(state, context, "dns:read");
    const found = [...zone.records.values()].filter(recordFilter(context.req.query()));
    return context.json(listAnswer(found.map(recordAnswer), readPage(context.req.query(), 100)));
  });

  routes.post(records, async (context) => {
    const zone = authorise(state, context, "dns:write");
    return context.json(success(recordAnswer(state.create(zone, readRecord(await readJson(context))))));
  });

  routes.get(`${records}/:record`, (context) => {
    const zone = authorise(state, context, "dns:read");
    return context.json(success(recordAnswer(knownRecord(zone, context))));
  });

  routes.put(`${records}/:record`, async (context) => {
    const zone = authorise(state, context, "dns:write");
    const old = knownRecord(zone, context);
    return context.json(success(recordAnswer(state.replace(zone, old, readRecord(await readJson(context))))));
  });

  routes.patch(`${records}/:record`, async (context) => {
    const zone = authorise(state, context, "dns:write");
    const old = knownRecord(zone, context);
    return context.json(success(recordAnswer(state.replace(zone, old, readRecord(await readJson(context), old)))));
  });

  routes.delete(`${records}/:record`, (context) => {
    const zone = authorise(state, context, "dns:write");
    const { id } = knownRecord(zone, context);
    state.remove(zone, id);
    return context.json(success({ id }));
  });

  routes.onError((error) => {
    if (error instanceof CloudflareError) return Response.json(failure(error.faults), { status: error.status });
    throw error;
  });
  return routes;
}

const refuse = (status: number, code: number, message: string): never => {
  throw new CloudflareError(status, [{ code, message }]);
};

/** The token as sent. RFC 6750 2.1 says which characters it may have; Cloudflare checks them before anything else. */
function bearer(context: Context): string {
  const header = context.req.header("Authorization");
  if (header === undefined) return refuse(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
  const token = /^Bearer ([\w.~+/-]{40,})$/.exec(header)?.[1];
  if (token !== undefined) return token;
  const error_chain = [{ code: 6111, message: "Invalid format for Authorization header" }];
  throw new CloudflareError(400, [{ code: 6003, message: "Invalid request headers", error_chain }]);
}

function authenticate(state: CloudflareState, context: Context): Token {
  const token = state.token(bearer(context));
  return token && !token.expired ? token : refuse(403, 9109, "Invalid access token");
}

const covers = (token: Token, zone: CloudflareZone): boolean => token.zones === undefined || token.zones.includes(zone.name);

/** The zone of the path, if this token may do this in it. Writing includes reading. */
function authorise(state: CloudflareState, context: Context, permission: Permission): CloudflareZone {
  const token = authenticate(state, context);
  const zone = knownZone(state, context);
  const allowed = token.permissions.includes(permission) || token.permissions.includes("dns:write");
  return allowed && covers(token, zone) ? zone : refuse(403, 10000, "Authentication error");
}

function knownZone(state: CloudflareState, context: Context): CloudflareZone {
  const zone = state.zones.get(context.req.param("zone") ?? "");
  return zone ?? refuse(404, 7003, `Could not route to ${context.req.path}, perhaps your object identifier is invalid?`);
}

function knownRecord(zone: CloudflareZone, context: Context): DnsRecord {
  return zone.records.get(context.req.param("record") ?? "") ?? refuse(404, 81044, "Record does not exist.");
}

const readJson = (context: Context): Promise<unknown> =>
  context.req.json<unknown>().catch(() => refuse(400, 9207, "Request body is invalid."));

/** `name` and `content` compare exactly, alone or as `name.exact`; also `.contains`, `.startswith` and `.endswith`. All must match. */
function recordFilter(query: Record<string, string>): (record: DnsRecord) => boolean {
  const tests = Object.entries(query).flatMap(([key, wanted]) => {
    const [field = "", how = "exact"] = key.split(".");
    const compare = comparisons[how];
    if (!compare || (field !== "name" && field !== "content" && field !== "type")) return [];
    return [(record: DnsRecord) => compare(record[field].toLowerCase(), wanted.toLowerCase())];
  });
  return (record) => tests.every((test) => test(record));
}

const comparisons: Record<string, (actual: string, wanted: string) => boolean> = {
  exact: (actual, wanted) => actual === wanted,
  contains: (actual, wanted) => actual.includes(wanted),
  startswith: (actual, wanted) => actual.startsWith(wanted),
  endswith: (actual, wanted) => actual.endsWith(wanted),
};
