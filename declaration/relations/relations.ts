/**
 * Rules between the fields of one environment. They read the raw value, any part of which may be missing or wrong, so that their faults are
 * reported together with the schema's.
 */
import { isFqdn, type Rule } from "../schema/field-kinds";

export interface BrokenRule {
  path: PropertyKey[];
  rule: Rule;
}

export function brokenRelations(value: unknown): BrokenRule[] {
  const rules = [sendingDomainInZone, senderInSendingDomain, standbyIsAnother, replicaElsewhere];
  return [...rules.map((rule) => rule(value)).filter((broken) => broken !== undefined), ...readersInAccount(value)];
}

function sendingDomainInZone(value: unknown): BrokenRule | undefined {
  const sendingDomain = textAt(value, ["sendingDomain"]);
  const zone = textAt(value, ["dns", "zone"]);
  if (!sendingDomain || !zone || !isFqdn(zone) || sendingDomain === zone || sendingDomain.endsWith(`.${zone}`)) return undefined;
  return {
    path: ["sendingDomain"],
    rule: {
      problem: "is not in the zone",
      expected: `"${zone}" or a name below it`,
      remedy: `write it like "mail.${zone}", or change dns.zone`,
    },
  };
}

function senderInSendingDomain(value: unknown): BrokenRule | undefined {
  const sendingDomain = textAt(value, ["sendingDomain"]);
  const address = textAt(value, ["sender", "address"]);
  if (!sendingDomain || !isFqdn(sendingDomain) || !address?.includes("@") || address.endsWith(`@${sendingDomain}`)) return undefined;
  return {
    path: ["sender", "address"],
    rule: {
      problem: "is not in the sending domain",
      expected: `name@${sendingDomain}`,
      remedy: "use the sending domain: mail from another domain fails DMARC",
    },
  };
}

function standbyIsAnother(value: unknown): BrokenRule | undefined {
  const primary = textAt(value, ["sendingProviders", "primary"]);
  if (!primary || primary !== textAt(value, ["sendingProviders", "standby"])) return undefined;
  return {
    path: ["sendingProviders", "standby"],
    rule: {
      problem: "is also the primary provider",
      expected: "the other sending provider",
      remedy: "name another provider, or leave the standby out: it must not fail together with the primary",
    },
  };
}

/** The policy of a secret refuses and never allows, and AWS lets nobody in from another account whom it does not allow. */
function readersInAccount(value: unknown): BrokenRule[] {
  const account = textAt(value, ["aws", "account"]);
  const readers = valueAt(value, ["secretReaders"]);
  return (Array.isArray(readers) ? readers : []).flatMap((reader, index) => {
    const [, theirs] = /^arn:aws:iam::(\d{12}):/.exec(typeof reader === "string" ? reader : "") ?? [];
    if (!theirs || !/^\d{12}$/.test(account ?? "") || theirs === account) return [];
    const remedy = "name the application's role in the environment's own account: AWS would refuse the secrets to other accounts";
    return [{ path: ["secretReaders", index], rule: { problem: "is in another account", expected: `an ARN in ${account}`, remedy } }];
  });
}

function replicaElsewhere(value: unknown): BrokenRule | undefined {
  const region = textAt(value, ["secrets", "replicaRegion"]);
  if (!region || region !== textAt(value, ["aws", "region"])) return undefined;
  return {
    path: ["secrets", "replicaRegion"],
    rule: {
      problem: "is the region of the original secrets",
      expected: "another region than aws.region",
      remedy: "choose another region: a copy must not fail together with the original",
    },
  };
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined), value);
}

function textAt(value: unknown, path: string[]): string | undefined {
  const found = valueAt(value, path);
  return typeof found === "string" ? found : undefined;
}
