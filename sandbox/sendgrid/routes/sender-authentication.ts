/**
 * https://www.twilio.com/docs/sendgrid/api-reference/domain-authentication and .../link-branding. Validation is a POST that answers 200
 * even when nothing is valid. Unsure: the words of 404 answers and of the refusal to make the same domain twice.
 */
import type { Context } from "hono";
import { SendgridError } from "../sendgrid-error";
import { makeDefault, type SendgridState, type Verifiable } from "../state";
import { validate } from "../validate";
import { domainAnswer, domainBody, domainChange, linkAnswer, linkBody, linkChange } from "../wire";
import { type AddRoute, readBody, requireById } from "./add-route";

export function senderAuthenticationRoutes(add: AddRoute, state: SendgridState, resolver: string): void {
  domainRoutes(add, state, resolver);
  linkRoutes(add, state, resolver);
}

function domainRoutes(add: AddRoute, state: SendgridState, resolver: string): void {
  const all = "/whitelabel/domains";
  const domainOf = (context: Context) => requireById(context, state.domains, "domain not found");

  add("POST", all, "whitelabel.create", async (context) => {
    const body = await readBody(context, domainBody);
    if (!body.automatic_security) throw new SendgridError(501, "the sandbox knows automatic security only", "automatic_security");
    if (body.region !== "global") throw new SendgridError(501, "the sandbox knows the global region only", "region");
    const domain = await state.authenticateDomain({
      domain: body.domain,
      subdomain: body.subdomain,
      default: body.default,
      customSpf: body.custom_spf,
      customSelector: body.custom_dkim_selector?.toLowerCase(),
    });
    return context.json(domainAnswer(domain, state), 201);
  });

  add("GET", all, "whitelabel.read", (context) => {
    const { domain: wanted } = context.req.query();
    const found = [...state.domains.values()].filter(({ domain }) => wanted === undefined || domain === wanted.toLowerCase());
    return context.json(page(context, found).map((domain) => domainAnswer(domain, state)));
  });

  add("GET", `${all}/:id`, "whitelabel.read", (context) => context.json(domainAnswer(domainOf(context), state)));

  add("PATCH", `${all}/:id`, "whitelabel.update", async (context) => {
    const domain = domainOf(context);
    const { default: isDefault, custom_spf } = await readBody(context, domainChange);
    domain.customSpf = custom_spf ?? domain.customSpf;
    setDefault(state.domains, domain, isDefault);
    return context.json(domainAnswer(domain, state));
  });

  add("DELETE", `${all}/:id`, "whitelabel.delete", (context) => {
    state.domains.delete(domainOf(context).id);
    return context.body(null, 204);
  });

  add("POST", `${all}/:id/validate`, "whitelabel.update", async (context) => {
    const domain = domainOf(context);
    const validation_results = await validate(domain, resolver);
    domain.validatedAt = Math.floor(Date.now() / 1000);
    return context.json({ id: domain.id, valid: domain.valid, validation_results });
  });
}

function linkRoutes(add: AddRoute, state: SendgridState, resolver: string): void {
  const all = "/whitelabel/links";
  const linkOf = (context: Context) => requireById(context, state.links, "link not found");

  add("POST", all, "whitelabel.create", async (context) => {
    const { domain, subdomain, default: isDefault } = await readBody(context, linkBody);
    return context.json(linkAnswer(state.brandLink({ domain, subdomain, default: isDefault }), state), 201);
  });

  add("GET", all, "whitelabel.read", (context) =>
    context.json(page(context, [...state.links.values()]).map((link) => linkAnswer(link, state))),
  );

  add("GET", `${all}/:id`, "whitelabel.read", (context) => context.json(linkAnswer(linkOf(context), state)));

  add("PATCH", `${all}/:id`, "whitelabel.update", async (context) => {
    const link = linkOf(context);
    setDefault(state.links, link, (await readBody(context, linkChange)).default);
    return context.json(linkAnswer(link, state));
  });

  add("DELETE", `${all}/:id`, "whitelabel.delete", (context) => {
    state.links.delete(linkOf(context).id);
    return context.body(null, 204);
  });

  add("POST", `${all}/:id/validate`, "whitelabel.update", async (context) => {
    const link = linkOf(context);
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
