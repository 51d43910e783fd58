/** Whom a changed SPF record newly lets send, other than the sending providers and hosts of our own domains. RFC 7208 5. */
import { sendingProviders } from "../mail/providers/sending-providers";
import { expand, hasMacro } from "../mail/spf/macro";
import { parseSpf, type SpfMechanism } from "../mail/spf/record";
import { isOurDomain, type Own } from "./own";

/** A network of this size or less is one organisation's; more than `mostNetworks` of them are not a few servers. */
const widest = { ip4: 24, ip6: 48 };
const mostNetworks = 4;

/** @param before "" if there was none. @returns terms of the record. */
export function strangersInSpf(before: string, after: string, own: Own): string[] {
  const known = before === "" ? [] : allowing(before).map(({ text }) => text.toLowerCase());
  const added = allowing(after).filter(({ text }) => !known.includes(text.toLowerCase()));
  const networks = added.filter(({ kind }) => kind === "ip4" || kind === "ip6");
  const redirect = parseSpf(after).redirect;
  const isNewRedirect = redirect && redirect.text.toLowerCase() !== parseSpf(before || "v=spf1").redirect?.text.toLowerCase();
  return [
    ...added.filter((each) => isStranger(each, own) || (networks.length > mostNetworks && networks.includes(each))).map(({ text }) => text),
    ...(redirect && isNewRedirect && !isOurDomain(expand(redirect.domain, {}).toLowerCase(), own) ? [redirect.text] : []),
  ];
}

/** Those behind "all" are never looked at (5.1); neither is a mechanism that refuses. */
function allowing(text: string): SpfMechanism[] {
  const { mechanisms } = parseSpf(text);
  const end = mechanisms.findIndex(({ kind }) => kind === "all");
  return (end < 0 ? mechanisms : mechanisms.slice(0, end)).filter(({ qualifier }) => qualifier === "+");
}

function isStranger(mechanism: SpfMechanism, own: Own): boolean {
  if (mechanism.kind === "all") return false;
  if ("network" in mechanism) return mechanism.prefix < widest[mechanism.kind];
  if (mechanism.kind === "ptr" || mechanism.kind === "exists") return true;
  const { domain } = mechanism;
  if ("prefix4" in mechanism && (mechanism.prefix4 < widest.ip4 || mechanism.prefix6 < widest.ip6)) return true;
  if (domain === undefined) return false;
  if (hasMacro(domain)) return true;
  const name = expand(domain, {}).toLowerCase();
  return !isOurDomain(name, own) && !Object.values(sendingProviders).some(({ spfInclude }) => spfInclude === name);
}
