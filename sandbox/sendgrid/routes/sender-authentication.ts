/**
 * https://www.twilio.com/docs/sendgrid/api-reference/domain-authentication and .../link-branding. Validation is a POST that answers 200
 * even when nothing is valid. Unsure: the words of 404 answers and of the refusal to make the same domain twice.
 */
import type { Context } from "hono";
import { SendgridError } from "../sendgrid-error";
import { makeDefault, type Verifiable } from "../state";
import { validate } from "../validate";
import { domainAnswer, domainBody, domainChange, linkAnswer, linkBody, linkChange } from "../wire";
import { type AddRoute, type Caller, readBody, requireById } from "./add-route";

export function senderAuthenticationRoutes(add: AddRoute, resolver: string): void {
  domainRoutes(add, resolver);
  linkRoutes(add, resolver);
}

function domainRoutes(add: AddRoute, resolver: string): void {
  const all = "/whitelabel/domains";
  const domainOf = (context: Context, { user }: Caller) => requireById(context, user.domains, "domain not found");

  add("POST", all, "whitelabel.create", async (context, caller) => {
    const body = await readBody(context, domainBody);
    if (!body.automatic_security) throw new SendgridError(501, "the sandbox knows automatic security only", "automatic_security");
    const domain = await caller.user.authenticateDomain({
      domain: body.domain,
      subdomain: body.subdomain,
      default: body.default,
      customSpf: body.custom_spf,
      customSelector: body.custom_dkim_selector?.toLowerCase(),
      region: body.region,
    });
    return context.json(domainAnswer(domain, caller.user), 201);
  });

  add("GET", all, "whitelabel.read", (context, caller) => {
    const { domain: wanted } = context.req.query();
    const found = [...caller.user.domains.values()].filter(({ domain }) => wanted === undefined || domain === wanted.toLowerCase());
    return context.json(page(context, found).map((domain) => domainAnswer(domain, caller.user)));
  });

  add("GET", `${all}/:id`, "whitelabel.read", (context, caller) => context.json(domainAnswer(domainOf(context, caller), caller.user)));

  add("PATCH", `${all}/:id`, "whitelabel.update", async (context, caller) => {
    const domain = domainOf(context, caller);
    const { default: isDefault, custom_spf } = await readBody(context, domainChange);
    domain.customSpf = custom_spf ?? domain.customSpf;
    setDefault(caller.user.domains, domain, isDefault);
    return context.json(domainAnswer(domain, caller.user));
  });

  add("DELETE", `${all}/:id`, "whitelabel.delete", (context, caller) => {
    caller.user.domains.delete(domainOf(context, caller).id);
    return context.body(null, 204);
  });

  add("POST", `${all}/:id/validate`, "whitelabel.update", async (context, caller) => {
    const domain = domainOf(context, caller);
    const validation_results = await validate(domain, resolver);
    domain.validatedAt = Math.floor(caller.user.now() / 1000);
    return context.json({ id: domain.id, valid: domain.valid, validation_results });
  });
}

function linkRoutes(add: AddRoute, resolver: string): void {
  const all = "/whitelabel/links";
  const linkOf = (context: Context, { user }: Caller) => requireById(context, user.links, "link not found");

  add("POST", all, "whitelabel.create", async (context, caller) => {
    const { domain, subdomain, default: isDefault } = await readBody(context, linkBody);
    return context.json(linkAnswer(caller.user.brandLink({ domain, subdomain, default: isDefault }), caller.user), 201);
  });

  add("GET", all, "whitelabel.read", (context, caller) =>
    context.json(page(context, [...caller.user.links.values()]).map((link) => linkAnswer(link, caller.user))),
  );

  add("GET", `${all}/:id`, "whitelabel.read", (context, caller) => context.json(linkAnswer(linkOf(context, caller), caller.user)));

  add("PATCH", `${all}/:id`, "whitelabel.update", async (context, caller) => {
    const link = linkOf(context, caller);
    setDefault(caller.user.links, link, (await readBody(context, linkChange)).default);
    return context.json(linkAnswer(link, caller.user));
  });

  add("DELETE", `${all}/:id`, "whitelabel.delete", (context, caller) => {
    caller.user.links.delete(linkOf(context, caller).id);
    return context.body(null, 204);
  });

  add("POST", `${all}/:id/validate`, "whitelabel.update", async (context, caller) => {
    const link = linkOf(context, caller);
    const validation_results = await validate(link, resolver);
    return context.json({ id: link.id, valid: link.valid, validation_results });
  });
}

function setDefault<T extends Verifiable>(all: ReadonlyMap<number, T>, subject: T, wanted: boolean | undefined): void {
  if (wanted === true) makeDefault(all, subject);
  else if (wanted === false) subject.default = false;
}

function page<T>(context: Context, all: T[]): T[] {
  const { limit = "50", offset = "0" } = context.req.query();
  return all.slice(Number(offset), Number(offset) + Number(limit));
}
