/**
 * Names that SESv2 takes: CreateConfigurationSet ("letters, numbers, hyphens, underscores, less than 64 characters"), CreateEmailIdentity (an address or a
 * domain), PutEmailIdentityMailFromAttributes ("a subdomain of the identity").
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Operations.html. Belief: the words, beyond "subdomain".
 */
import { SesError } from "./state";

const isDomain = (name: string): boolean => name.length <= 255 && /^(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})+$/i.test(name);

/** @throws SesError */
export function requireSetName(name: string): void {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) throw bad(`Invalid configuration set name <${name}>.`);
}

/** @throws SesError */
export function requireIdentityName(name: string): void {
  const domain = name.slice(name.lastIndexOf("@") + 1);
  const isRight = isDomain(domain) && (domain === name || /^[^@\s]{1,64}@$/.test(name.slice(0, -domain.length)));
  if (!isRight) throw bad(`Invalid email address or domain <${name}>.`);
}

/** @throws SesError */
export function requireMailFrom(domain: string, identity: string): void {
  const own = identity.slice(identity.lastIndexOf("@") + 1).toLowerCase();
  if (!isDomain(domain) || !domain.toLowerCase().endsWith(`.${own}`))
    throw bad(`Provided MAIL-FROM domain <${domain}> is not subdomain of the domain of the identity <${own}>.`);
}

const bad = (message: string): SesError => new SesError(400, "BadRequestException", message);
