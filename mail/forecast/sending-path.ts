/**
 * How a sending provider will send for a domain, given what DNS says: it looks at the records itself, and when they are not right it sends
 * under its own name, or not at all. Told as of its next look: `twinpost verify` makes SendGrid look, SES looks by itself and gives up after 72 hours.
 * https://docs.aws.amazon.com/ses/latest/dg/mail-from.html, https://www.twilio.com/docs/sendgrid/ui/account-and-settings/how-to-set-up-domain-authentication
 */
import { type DnsResponse, isFailure, type Resolve, valuesOf } from "../dns/resolve";
import { isAtOrBelow } from "../records/name";
import { isSpf, parseSpf } from "../spf/record";
import { spfStrength } from "../spf/strength";

export type PathProvider = "sendgrid" | "ses";

export interface SendingPath {
  provider: PathProvider;
  /** The From domain. */
  authorDomain: string;
  /** The domain of return paths that the environment declares. */
  returnPath: string;
  /** Full names of the provider's DKIM records. */
  selectors: readonly string[];
  /** False while some of their names are known only after the apply. */
  allSelectorsKnown: boolean;
  /** What cannot be looked at, and is taken to be right, for people. */
  assumed?: string;
}

/** What an environment declares of it. */
export type DeclaredPath = Pick<SendingPath, "provider" | "authorDomain" | "returnPath" | "assumed">;

export interface ProviderIdentity {
  /** Something of it is in DNS: without that the provider was never used here. */
  isSetUp: boolean;
  /** It takes the message. */
  sends: boolean;
  returnPath: string;
  /** Signs for the From domain, and not only for itself. */
  signsForAuthor: boolean;
  /** Why it does otherwise than declared. */
  because: string[];
  /** What has to be known first; the rest is a guess while there is something here. */
  undecided: string[];
}

/** Where the provider's own records lie. */
export const providerDomains: Record<PathProvider, string> = { sendgrid: "sendgrid.net", ses: "amazonses.com" };

/** @param reference DNS in which the provider has accepted what is there; a target that differs from it may be another customer's. */
export function identityOf(path: SendingPath, resolve: Resolve, reference?: Resolve): Promise<ProviderIdentity> {
  return path.provider === "sendgrid" ? identityAtSendgrid(path, resolve, reference) : identityAtSes(path, resolve, reference);
}

/** All three CNAMEs, or none of it: an authenticated domain is valid as a whole. */
async function identityAtSendgrid(path: SendingPath, resolve: Resolve, reference?: Resolve): Promise<ProviderIdentity> {
  const pointers = await Promise.all([path.returnPath, ...path.selectors].map((name) => pointerAt(name, "sendgrid", resolve, reference)));
  const because = pointers.flatMap(({ wrong }) => wrong ?? []);
  const isValid = because.length === 0;
  return {
    isSetUp: pointers.some(({ isThere }) => isThere),
    sends: true,
    returnPath: isValid ? path.returnPath : providerDomains.sendgrid,
    signsForAuthor: isValid,
    because,
    undecided: isValid ? [...pointers.flatMap(({ undecided }) => undecided ?? []), ...unknownSelectors(path)] : [],
  };
}

/** Its DKIM records make the identity, without which it takes no mail; its MAIL FROM domain stands by itself. */
async function identityAtSes(path: SendingPath, resolve: Resolve, reference?: Resolve): Promise<ProviderIdentity> {
  const [keys, mailFrom] = await Promise.all([
    Promise.all(path.selectors.map((name) => pointerAt(name, "ses", resolve, reference))),
    mailFromAt(path.returnPath, resolve),
  ]);
  const tooFew = path.assumed === undefined && path.allSelectorsKnown && path.selectors.length < sesSelectors;
  const because = [
    ...keys.flatMap(({ wrong }) => wrong ?? []),
    ...(tooFew ? [`${path.selectors.length} of its ${sesSelectors} DKIM records are there`] : []),
  ];
  return {
    isSetUp: mailFrom.isThere || keys.some(({ isThere }) => isThere),
    sends: because.length === 0,
    returnPath: mailFrom.wrong ? providerDomains.ses : path.returnPath,
    signsForAuthor: because.length === 0,
    because: [...because, ...(mailFrom.wrong ? [mailFrom.wrong] : [])],
    undecided: because.length > 0 ? [] : [...[...keys, mailFrom].flatMap(({ undecided }) => undecided ?? []), ...unknownSelectors(path)],
  };
}

const sesSelectors = 3;

const unknownSelectors = ({ allSelectorsKnown, authorDomain }: SendingPath): string[] =>
  allSelectorsKnown ? [] : [`DKIM selectors of ${authorDomain} are known only after the apply`];

interface Look {
  isThere: boolean;
  wrong?: string;
  undecided?: string;
}

/** A CNAME into the provider's zone. A proxied or flattened one is not to be seen, so it is wrong. */
async function pointerAt(name: string, provider: PathProvider, resolve: Resolve, reference?: Resolve): Promise<Look> {
  const response = await resolve(name, "CNAME");
  if (isFailure(response)) return { isThere: true, undecided: unanswered(name, "CNAME", response) };
  const [target] = valuesOf(response);
  if (target === undefined) return { isThere: false, wrong: `${name} CNAME is not there` };
  if (!isAtOrBelow(target, providerDomains[provider])) return { isThere: true, wrong: `${name} CNAME leads to ${target}` };
  const [accepted] = reference ? valuesOf(await reference(name, "CNAME")) : [];
  const differs = accepted !== undefined && accepted !== target && isAtOrBelow(accepted, providerDomains[provider]);
  return differs
    ? { isThere: true, undecided: `${name} CNAME leads to ${target}, which only the provider knows to be ours` }
    : { isThere: true };
}

/** Exactly one MX, SES's, and one SPF record that includes SES. */
async function mailFromAt(name: string, resolve: Resolve): Promise<Look> {
  const [mx, txt] = await Promise.all([resolve(name, "MX"), resolve(name, "TXT")]);
  const failed = isFailure(mx) ? unanswered(name, "MX", mx) : isFailure(txt) ? unanswered(name, "TXT", txt) : undefined;
  if (failed) return { isThere: true, undecided: failed };
  const exchangers = valuesOf(mx);
  const spf = valuesOf(txt).filter(isSpf).map(parseSpf);
  const isThere = exchangers.length + spf.length > 0;
  if (exchangers.length !== 1 || !/ feedback-smtp\.[a-z0-9-]+\.amazonses\.com$/.test(exchangers[0] ?? ""))
    return { isThere, wrong: `${name} MX is not SES's alone` };
  const [own, ...others] = spf;
  if (!own || others.length > 0 || !spfStrength(own).includes.includes(providerDomains.ses))
    return { isThere, wrong: `${name} has not one SPF record that includes amazonses.com` };
  return { isThere };
}

export const unanswered = (name: string, type: string, { reason, outcome }: DnsResponse & { reason?: string | undefined }): string =>
  `${name} ${type} ${reason ?? (outcome === "timeout" ? "was not answered in time" : "was not answered")}`;

/** @param records of the plan, or as applied. @returns the provider's path through them. */
export function findSelectors(
  records: readonly { name: string | undefined; type: string; value: string | undefined }[],
  { provider, authorDomain }: Pick<SendingPath, "provider" | "authorDomain">,
): Pick<SendingPath, "selectors" | "allSelectorsKnown"> {
  const known = provider === "sendgrid" ? sendgridSelectors.map((selector) => `${selector}._domainkey.${authorDomain}`) : [];
  const found = records.flatMap(({ name, type, value }) =>
    type === "CNAME" && name?.endsWith(`._domainkey.${authorDomain}`) && value && isAtOrBelow(value, providerDomains[provider])
      ? [name]
      : [],
  );
  const selectors = [...new Set([...known, ...found])].sort();
  // A record without a name may be one of SES's as long as one is missing; SendGrid's are always known.
  const isNameless = records.some(({ name, type }) => name === undefined && type === "CNAME");
  return { selectors, allSelectorsKnown: provider === "sendgrid" || selectors.length >= sesSelectors || !isNameless };
}

const sendgridSelectors = ["s1", "s2"];
