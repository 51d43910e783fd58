/**
 * What a roll-back cannot bring back, so that it is refused: keys and logins that are gone. A plan that makes such a thing anew makes another one, with
 * other keys than those of then; one that takes it away loses today's. Secrets' values are no infrastructure, and stay as they are. Pure.
 */
import type { GuardedPlan } from "../../changes/guard";
import { typeRulesOf } from "../../changes/types/managed-types";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import type { LostFamily } from "../../findings/kinds/losses";

export interface Irreversible {
  id: "roll-back/gone" | "roll-back/another-domain" | "roll-back/another-place" | "roll-back/no-login";
  where: string;
  what: string;
}

/** They hold keys, logins, or what was told to recipients and receivers. */
const holders: readonly LostFamily[] = [
  "identity",
  "smtp-user",
  "encryption-key",
  "address-key",
  "secret",
  "journal",
  "event-table",
  "unsubscribe-group",
];

export function irreversibleChanges({ changes }: Pick<GuardedPlan, "changes">): Irreversible[] {
  return changes.flatMap(({ address, type, action }) => {
    const { called, loss } = typeRulesOf(type);
    // Where it depends on the values, all of the type's are holders.
    const family = typeof loss === "function" ? loss({}) : loss;
    if (family === undefined || !holders.includes(family) || !["create", "delete", "replace"].includes(action)) return [];
    const what =
      action === "create" ? `the ${called} of then is gone: a new one has other keys` : `the ${called} of today would be ${action}d`;
    return [{ id: "roll-back/gone" as const, where: address, what }];
  });
}

/** Of the data alone. @param logins providers for which there are credentials now. */
export function irreversibleData(then: Environment, now: Environment, logins: readonly string[]): Irreversible[] {
  const found: Irreversible[] = [];
  if (then.sendingDomain !== now.sendingDomain) {
    const what = `the sending domain of then is ${then.sendingDomain}, and mail is sent from ${now.sendingDomain}`;
    found.push({ id: "roll-back/another-domain", where: "sendingDomain", what });
  }
  if (then.aws.account !== now.aws.account || then.aws.region !== now.aws.region) {
    const what = `it was in ${then.aws.account}, ${then.aws.region}, and is in ${now.aws.account}, ${now.aws.region}`;
    found.push({ id: "roll-back/another-place", where: "aws", what });
  }
  const gone = sendingProvidersOf(then).filter((provider) => !logins.includes(provider));
  return [
    ...found,
    ...gone.map((provider) => ({
      id: "roll-back/no-login" as const,
      where: provider,
      what: `there are no credentials for ${provider}: secrets are not rolled back`,
    })),
  ];
}
