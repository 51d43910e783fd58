/** What is valid and should not stay: example values, and organisational domains that do not fit the environments. Pure. */
import { type Finding, findingOf } from "../findings/finding";
import { isAtOrBelow } from "../mail/records/name";
import { isKnownRegion, nearRegions } from "./aws-regions";
import { zoneOf } from "./dns-hosts/dns-hosts";
import { type ExampleValue, examplesIn } from "./examples";
import { accountsFile, environmentFile, organisationFile } from "./files";
import type { Account, Declared } from "./load";
import { domainAbove } from "./new-environment/domain-names";
import { OperatorError } from "./operator-error";
import { declaredProviders } from "./providers/declared-providers";
import { type Environment, sendingProvidersOf } from "./schema/environment";
import type { Organisation } from "./schema/organisation";
import type { Target } from "./target";

const shown = 4;

const exampleText = (found: readonly ExampleValue[]): string => {
  const some = found.slice(0, shown).map(({ path, value }) => `${path} "${value}"`);
  return [...some, ...(found.length > shown ? [`${found.length - shown} more`] : [])].join(", ");
};

export function declaredNotices({
  environments,
  accounts,
  organisation,
}: Pick<Declared, "environments" | "accounts" | "organisation">): Finding[] {
  const files: [file: string, declared: unknown][] = [
    ...environments.map((environment): [string, unknown] => [environmentFile(environment.name), environment]),
    [accountsFile, accounts().map(ownData)],
    [organisationFile, organisation()],
  ];
  const examples = files.flatMap(([where, declared]) => {
    const found = examplesIn(declared);
    return found.length === 0 ? [] : findingOf("declared/example-value", { where, what: exampleText(found) });
  });
  return [
    ...examples,
    ...environments.flatMap(limitsThatDoNotFit),
    ...accounts().flatMap(administratorsElsewhere),
    ...unknownRegions({ environments, accounts: accounts(), organisation: organisation() }),
    ...withoutDomainAbove(environments, organisation()),
    ...aboveNothing(environments, organisation()),
  ];
}

function limitsThatDoNotFit({ name, limits: { sendsPerDay }, capacity: { perMonth, atOnce } }: Environment): Finding[] {
  const tell = (field: string, what: string): Finding =>
    findingOf("declared/limits-do-not-fit", { where: `${environmentFile(name)} ${field}`, what });
  return [
    ...(sendsPerDay < atOnce ? [tell("limits.sendsPerDay", `${sendsPerDay} a day, and bursts of ${atOnce} in capacity.atOnce`)] : []),
    ...(perMonth < atOnce ? [tell("capacity.perMonth", `${perMonth} a month, and bursts of ${atOnce} in capacity.atOnce`)] : []),
  ];
}

const administratorsElsewhere = ({ id, administrators }: Account, index: number): Finding[] =>
  administrators.flatMap((user, at) => {
    const [, of] = /:(\d{12}):/.exec(user) ?? [];
    if (of === undefined || of === id) return [];
    const where = `${accountsFile} [${index}].administrators[${at}]`;
    return findingOf("declared/administrator-elsewhere", { where, what: `"${user}" is of account ${of}, but the account is ${id}` });
  });

interface Placed {
  environments: readonly Environment[];
  accounts: readonly Account[];
  organisation: Organisation;
}

function unknownRegions({ environments, accounts, organisation }: Placed): Finding[] {
  const used = [
    ...environments.flatMap((environment) => {
      const file = environmentFile(environment.name);
      const { aws, secrets } = environment;
      const sends = sendingProvidersOf(environment).every((name) => declaredProviders[name].sendsFrom?.(aws.region) ?? true);
      return [
        { where: `${file} aws.region`, region: aws.region, sends },
        ...(secrets ? [{ where: `${file} secrets.replicaRegion`, region: secrets.replicaRegion, sends: true }] : []),
      ];
    }),
    ...accounts.map(({ region }, index) => ({ where: `${accountsFile} [${index}].region`, region, sends: true })),
    { where: `${organisationFile} aws.region`, region: organisation.aws.region, sends: true },
  ];
  return used.flatMap(({ where, region, sends }) => {
    if (sends && isKnownRegion(region)) return [];
    const what = isKnownRegion(region) ? "is a region in which AWS sends no mail" : "is no region that is known here";
    return findingOf("declared/region-not-known", { where, what: `"${region}" ${what}; near it are ${nearRegions(region).join(", ")}` });
  });
}

/** Without what is computed from other files. */
const ownData = ({ environments: _, everywhere: __, ...account }: Account): unknown => account;

const withoutDomainAbove = (environments: readonly Environment[], { domains }: Organisation): Finding[] =>
  environments.flatMap(({ name, sendingDomain }) => {
    const above = domainAbove(sendingDomain);
    if (above === undefined || domains.some((domain) => isAtOrBelow(sendingDomain, zoneOf(domain)))) return [];
    const what = `no organisational domain is above "${sendingDomain}", such as "${above}"`;
    return findingOf("organisation/domain-not-declared", { where: `${environmentFile(name)} sendingDomain`, what });
  });

const aboveNothing = (environments: readonly Environment[], { domains }: Organisation): Finding[] =>
  domains.flatMap((domain, index) => {
    const zone = zoneOf(domain);
    if (environments.some(({ sendingDomain }) => isAtOrBelow(sendingDomain, zone))) return [];
    return findingOf("organisation/nothing-below", {
      where: `${organisationFile} domains[${index}]`,
      what: `no environment sends from a name below "${zone}"`,
    });
  });

/**
 * For whatever acts for real on a target, whose roles are those of its account's repository.
 * @throws OperatorError with exit code 2 if one of its values is an example.
 */
export function requireOwnValues(target: Target): void {
  const { file, aws, declared } = target;
  const own =
    target.kind === "environment" ? target.environment : target.kind === "organisation" ? target.organisation : ownData(target.account);
  const account = declared.accounts().find(({ id }) => id === aws.account);
  const found = [
    { file, values: examplesIn(own) },
    { file: accountsFile, values: target.kind === "account" || !account ? [] : examplesIn(ownData(account)) },
  ].filter(({ values }) => values.length > 0);
  // Somebody may be called so: that alone is no example.
  if (found.every(({ values }) => values.every(({ value }) => value.startsWith("@")))) return;
  throw new OperatorError(
    found.map((each) => `${each.file}: still has values of the examples: ${exampleText(each.values)}`).join("\n"),
    "put in your own, or let `npx twinpost init` write the files from your answers; examples can be rehearsed, and used in a sandbox",
    { exitCode: 2, changedNothing: true },
  );
}
