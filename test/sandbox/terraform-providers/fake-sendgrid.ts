/** The SendGrid routes that the Terraform provider calls, with nothing behind them. */
import { Hono } from "hono";
import { type HttpService, startHttpService } from "../../../sandbox/http-service";
import { RequestLog } from "../../../sandbox/request-log";
import { calm } from "../../../sandbox/trouble";

type Stored = Record<string, unknown> & { id: number };

export interface FakeSendgrid extends HttpService {
  calls: string[];
  /** On whose behalf each call was made. */
  subusers: (string | undefined)[];
  /** The bearer tokens that were sent. */
  tokens: Set<string>;
  domains: Map<string, Stored>;
  /** Statuses to answer the next calls with. */
  failures: number[];
}

export async function startFakeSendgrid(): Promise<FakeSendgrid> {
  const domains = new Map<string, Stored>();
  const things = new Map<string, Record<string, unknown>>();
  const calls: string[] = [];
  const subusers: (string | undefined)[] = [];
  const tokens = new Set<string>();
  const failures: number[] = [];
  let nextId = 1;
  const routes = new Hono();
  routes.use(async (context, next) => {
    calls.push(`${context.req.method} ${context.req.path}`);
    subusers.push(context.req.header("On-Behalf-Of"));
    tokens.add((context.req.header("Authorization") ?? "").replace("Bearer ", ""));
    const failure = failures.shift();
    if (failure === undefined) return next();
    const body = { errors: [{ field: null, message: failure === 429 ? "too many requests" : "access forbidden" }] };
    return Response.json(body, { status: failure, headers: { "Retry-After": "0" } });
  });
  routes.post("/v3/whitelabel/domains", async (context) => {
    const body = await context.req.json<{ domain: string; subdomain: string }>();
    const id = nextId++;
    const target = (host: string) => ({
      valid: false,
      type: "cname",
      host: `${host}.${body.domain}`,
      data: `${host.replace("_", "")}.u${id}.wl.sendgrid.net`,
    });
    const dns = { mail_cname: target(body.subdomain), dkim1: target("s1._domainkey"), dkim2: target("s2._domainkey") };
    domains.set(String(id), { default: false, ...body, id, user_id: 7, username: "sandbox", ips: [], legacy: false, valid: false, dns });
    return context.json(domains.get(String(id)), 201);
  });
  routes.get("/v3/whitelabel/domains/:id", (context) => {
    const domain = domains.get(context.req.param("id"));
    return domain ? context.json(domain) : context.json({ errors: [{ message: "domain not found" }] }, 404);
  });
  routes.delete("/v3/whitelabel/domains/:id", (context) => {
    domains.delete(context.req.param("id"));
    return context.body(null, 204);
  });
  for (const [path, made] of Object.entries(settings)) {
    const thing = (): Record<string, unknown> => things.get(path) ?? made;
    const change = async (body: object) => things.set(path, { ...thing(), ...body });
    routes.get(path, (context) => context.json(thing()));
    routes.patch(path, async (context) => {
      await change(await context.req.json<object>());
      return context.json(thing());
    });
    routes.delete(path, (context) => context.body(null, 204));
  }
  const create = (path: string, at: string, extra: object) =>
    routes.post(path, async (context) => {
      things.set(at, { ...(await context.req.json<object>()), ...extra });
      return context.json(things.get(at), 201);
    });
  create("/v3/whitelabel/links", "/v3/whitelabel/links/3", { id: 3, user_id: 7, username: "sandbox", dns: {} });
  create("/v3/asm/groups", "/v3/asm/groups/4", { id: 4 });
  create("/v3/user/webhooks/event/settings", "/v3/user/webhooks/event/settings/w1", { id: "w1" });
  routes.patch("/v3/user/webhooks/event/settings/signed/w1", async (context) => {
    const at = "/v3/user/webhooks/event/settings/w1";
    things.set(at, { ...things.get(at), public_key: "a-public-key" });
    return context.json({ id: "w1", public_key: "a-public-key" });
  });
  const service = await startHttpService({ service: "sendgrid", routes, log: new RequestLog(), trouble: calm(), troubleBody: () => ({}) });
  return { ...service, calls, subusers, tokens, domains, failures };
}

const settings: Record<string, Record<string, unknown>> = {
  "/v3/user/settings/enforced_tls": { require_tls: false, require_valid_cert: false, version: 1.1 },
  "/v3/tracking_settings/click": { enabled: true, enable_text: false },
  "/v3/mail_settings/bounce_purge": { enabled: false, soft_bounces: 7, hard_bounces: 30 },
  "/v3/whitelabel/links/3": {},
  "/v3/asm/groups/4": {},
  "/v3/user/webhooks/event/settings/w1": {},
};
