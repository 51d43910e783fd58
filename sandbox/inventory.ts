/** Everything that users have made in a sandbox, at all of its services: what is left when something was taken away shows by comparing two. */
import type { CloudflareState } from "./cloudflare/state";
import type { GithubState } from "./github/state";
import type { SendgridState } from "./sendgrid/state";
import type { SesState } from "./ses/state";

export interface Thing {
  /** Service, kind and name, such as "Cloudflare TXT _dmarc.example.com". */
  what: string;
  /** It only waits to be deleted. */
  scheduled: boolean;
}

export const cloudflareInventory = ({ zones }: CloudflareState): Thing[] =>
  [...zones.values()].flatMap(({ records }) => [...records.values()].map(({ type, name }) => there(`Cloudflare ${type} ${name}`)));

export const sendgridInventory = (account: SendgridState): Thing[] =>
  account
    .users()
    .flatMap(({ keys, domains, links, groups, webhooks }) => [
      ...keys.list().map(({ name }) => there(`SendGrid API key ${name}`)),
      ...[...domains.values()].map(({ subdomain, domain }) => there(`SendGrid authenticated domain ${subdomain}.${domain}`)),
      ...[...links.values()].map(({ subdomain, domain }) => there(`SendGrid branded link ${subdomain}.${domain}`)),
      ...[...groups.values()].map(({ name }) => there(`SendGrid unsubscribe group ${name}`)),
      ...[...webhooks.values()].map(({ settings: { friendly_name: name, url } }) => there(`SendGrid event webhook ${name ?? url}`)),
    ]);

export const githubInventory = ({ repositories }: GithubState): Thing[] =>
  [...repositories.values()].flatMap(({ owner, name, environments }) =>
    [...environments.values()].map((environment) => there(`GitHub environment ${environment.name} of ${owner.login}/${name}`)),
  );

export const sesInventory = ({ account, identities, configurationSets }: SesState): Thing[] => [
  ...[...identities.keys()].map((name) => there(`${account} SES identity ${name}`)),
  ...[...configurationSets.values()].flatMap(({ name, eventDestinations }) => [
    there(`${account} SES configuration set ${name}`),
    ...eventDestinations.map((destination) => there(`${account} SES event destination ${destination.Name} of ${name}`)),
  ]),
];

const there = (what: string): Thing => ({ what, scheduled: false });
