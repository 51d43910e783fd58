/** Fetches a domain's MTA-STS policy as a sender does (RFC 8461 3.3): over HTTPS with a verified certificate, and no redirect is followed. */
import { mtaStsPolicyUrl } from "../../mail/mta-sts/policy";
import { type HttpSettings, request } from "./request";

export type FetchedPolicy = { text: string } | { failure: string };

export async function fetchMtaStsPolicy(domain: string, settings: HttpSettings, url = mtaStsPolicyUrl(domain)): Promise<FetchedPolicy> {
  const { status, text, headers, failure } = await request({ method: "GET", url }, settings);
  if (failure !== undefined) return { failure };
  if (status !== 200)
    return { failure: `the answer is ${status}${status >= 300 && status < 400 ? ", and senders follow no redirect" : ""}` };
  const type = headers.get("content-type") ?? "none";
  return /^text\/plain\s*(;|$)/i.test(type) ? { text } : { failure: `its content type is ${type}, expected text/plain` };
}
