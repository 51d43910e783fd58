/**
 * The account's suppression list: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_PutSuppressedDestination.html. One address at a time: the
 * list by page, imports and tenants are not imitated. Unsure: how SES compares addresses; here without regard to case.
 */
import type { Hono } from "hono";
import { SesError, type SesState } from "./state";

export function addSuppressionList(app: Hono, state: SesState): void {
  const all = "/v2/email/suppression/addresses";

  app.put(all, async (context) => {
    const body = (await context.req.json().catch(() => ({}))) as { EmailAddress?: unknown; Reason?: unknown };
    const { EmailAddress: address, Reason: reason } = body;
    if (typeof address !== "string" || !address.includes("@"))
      throw new SesError(400, "BadRequestException", "The email address is invalid.");
    if (reason !== "BOUNCE" && reason !== "COMPLAINT")
      throw new SesError(400, "BadRequestException", `Invalid suppression reason <${String(reason)}>.`);
    state.suppressed.set(address.toLowerCase(), reason);
    return context.json({});
  });

  app.get(`${all}/:address`, (context) => {
    const address = context.req.param("address");
    const Reason = onList(state, address);
    // When it was put there is not kept.
    return context.json({ SuppressedDestination: { EmailAddress: address.toLowerCase(), Reason, LastUpdateTime: Date.now() / 1000 } });
  });

  app.delete(`${all}/:address`, (context) => {
    const address = context.req.param("address");
    onList(state, address);
    state.suppressed.delete(address.toLowerCase());
    return context.json({});
  });
}

/** @throws SesError 404 */
function onList(state: SesState, address: string): string {
  const found = state.suppressed.get(address.toLowerCase());
  if (found) return found;
  throw new SesError(404, "NotFoundException", `Email address ${address} does not exist on your suppression list.`);
}
