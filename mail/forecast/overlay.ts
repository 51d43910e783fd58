/**
 * DNS as it will be: the records of a plan laid over the records that are live. A planned record wins, one that goes is no longer there, and
 * everything else (records that Terraform does not manage included) is what live DNS says. What is known only after the apply has no
 * answer here: it is never guessed.
 */

import { type Alias, type DnsAnswer, isFailure, mostAliases, valuesOf } from "../dns/answer";
import { type DnsRecord, type DnsType, dataText, isKnown, type PlannedText } from "../dns/record";
import type { Resolve } from "../dns/resolve";
import { isAtOrBelow } from "../records/name";

export interface EditedRecord extends DnsRecord<PlannedText> {
  ttl?: number;
  proxied: boolean;
}

/** A record that stays has both, and they are equal. */
export interface RecordEdit {
  before?: EditedRecord;
  after?: EditedRecord;
}

/** The server that planned records are answered by. */
const planServer = "plan";

/** Why there is no answer yet. */
const knownAfterApply = "is known only after the apply";

type Step = DnsAnswer | { follow: Alias[] };

export function overlayPlan(edits: readonly RecordEdit[], live: Resolve): Resolve {
  const before = edits.flatMap((edit) => edit.before ?? []);
  const after = edits.flatMap((edit) => edit.after ?? []);
  const isTouched = (name: string): boolean => [...before, ...after].some((record) => record.name === name);
  const exists = (name: string): boolean => after.some((record) => isKnown(record.name) && isAtOrBelow(record.name, name));

  /** One name, without following what it points to. */
  const lookAt = async (name: string, type: DnsType): Promise<Step> => {
    const heard = await live(name, type);
    if (!isTouched(name)) {
      const cut = heard.aliases.findIndex(({ target }) => isTouched(target));
      return cut < 0 ? heard : { follow: heard.aliases.slice(0, cut + 1) };
    }
    const planned = after.filter((record) => record.name === name && !record.proxied);
    const about = planned.filter((record) => record.type === type || record.type === "CNAME");
    if (about.some(({ value }) => !isKnown(value)))
      return { server: planServer, aliases: [], values: [], outcome: "failed", failure: "known-after-apply", reason: knownAfterApply };
    const alias = about.find((record) => record.type === "CNAME");
    if (alias && isKnown(alias.value) && type !== "CNAME") return { follow: [{ name, target: alias.value, ttl: alias.ttl ?? 0 }] };

    const added = planned.filter((record) => record.type === type);
    // Without live DNS the plan is all that is known of this name.
    if (isFailure(heard)) return added.length > 0 ? answered(textsOf(added), ttlOf(added)) : heard;
    const foreign = heard.aliases.find((each) => each.name === name);
    const isManaged = before.some((record) => record.name === name && record.type === "CNAME");
    if (foreign && !isManaged) return { follow: [foreign] };
    const gone = textsOf(before.filter((record) => record.name === name && record.type === type));
    const stays = foreign ? [] : valuesOf(heard).filter((value) => !gone.includes(value));
    const values = [...new Set([...stays, ...textsOf(added)])];
    if (values.length === 0) return voided(exists(name), heard);
    return isSame(values, valuesOf(heard)) && !foreign ? heard : answered(values, ttlOf(added, heard.ttl));
  };

  return async (name, type) => {
    const aliases: Alias[] = [];
    let owner = name;
    while (aliases.length <= mostAliases) {
      const step = await lookAt(owner, type);
      if (!("follow" in step)) return { ...step, aliases: [...aliases, ...step.aliases] };
      aliases.push(...step.follow);
      owner = aliases.at(-1)?.target ?? owner;
    }
    return {
      server: planServer,
      aliases,
      values: [],
      outcome: "failed",
      failure: "servfail",
      reason: `CNAME loop, or more than ${mostAliases} CNAMEs`,
    };
  };
}

const textsOf = (records: readonly EditedRecord[]): string[] => records.map(dataText).filter(isKnown);

const ttlOf = (records: readonly EditedRecord[], heard?: number): number =>
  Math.min(...[...records.map(({ ttl }) => ttl), heard].filter((ttl) => ttl !== undefined), 86_400);

const answered = (values: string[], ttl: number): DnsAnswer => ({ server: planServer, aliases: [], outcome: "answer", values, ttl });

/** A name that nothing is left at: whether something unmanaged is below it cannot be known, so it is taken as gone. */
const voided = (isThere: boolean, heard: DnsAnswer): DnsAnswer => ({
  server: planServer,
  aliases: [],
  values: [],
  outcome: isThere || (heard.outcome === "no-data" && heard.aliases.length === 0) ? "no-data" : "no-such-name",
});

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value) => other.includes(value));
