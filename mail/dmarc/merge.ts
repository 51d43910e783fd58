/**
 * Merges two DMARC records of one name into one, because a second record makes receivers ignore both (RFC 9989 4.10). Everybody who got
 * reports goes on getting them, and no policy becomes weaker.
 */
import { type DmarcPolicy, type DmarcScope, dmarcScopes, isEnforced, isStricter, strongest } from "./policy";
import { type DmarcRecord, formatDmarc, tagsOf, withoutSize } from "./record";

/** @param live the record that is there. @returns the declared one with the stricter policies and all report addresses of both. */
export function mergeDmarc(live: DmarcRecord, declared: DmarcRecord): string {
  const [theirs, ours] = [tagsOf(live), tagsOf(declared)];
  const merged = { ...ours };
  for (const scope of dmarcScopes)
    if (isWeaker(scope, live, declared)) merged[scope] = strongest(effective(live, scope), effective(declared, scope));
  for (const mode of ["adkim", "aspf"] as const) if (live[mode] === "s") merged[mode] = "s";
  for (const kind of ["rua", "ruf"] as const) {
    const all = [...new Set([...uris(declared, kind), ...uris(live, kind)])];
    merged[kind] = all.length > 0 ? all.join(",") : undefined;
  }
  if (merged.ruf && !merged.fo) merged.fo = theirs.fo ?? "1";
  return formatDmarc({ ...merged, t: undefined, psd: undefined });
}

/** What the live record says and the declared one would take away: "p=reject", "rua=mailto:…". */
export function missingFromDmarc(live: DmarcRecord, declared: DmarcRecord): string[] {
  const weaker = dmarcScopes.filter((scope) => isWeaker(scope, live, declared));
  const stricter = (["adkim", "aspf"] as const).filter((mode) => live[mode] === "s" && declared[mode] !== "s");
  const silenced = (["rua", "ruf"] as const).flatMap((kind) =>
    uris(live, kind).flatMap((uri) => (uris(declared, kind).includes(uri) ? [] : [`${kind}=${uri}`])),
  );
  return [...weaker.map((scope) => `${scope}=${effective(live, scope)}`), ...stricter.map((mode) => `${mode}=s`), ...silenced];
}

/**
 * What makes the live record weaker than it looks and is not carried over, so that receivers would begin to enforce: a weaker policy for subdomains,
 * and tags that take from a policy (RFC 7489 6.3, RFC 9989 4.7).
 */
export function droppedFromDmarc(live: DmarcRecord, declared: DmarcRecord): string[] {
  const below = (["sp", "np"] as const).filter(
    (scope) =>
      live[scope] !== undefined &&
      isStricter(effective(live, "p"), effective(live, scope)) &&
      isStricter(effective(declared, scope), effective(live, scope)),
  );
  const isEnforcedAtAll = dmarcScopes.some((scope) => isEnforced(effective(live, scope)));
  return [
    ...below.map((scope) => `${scope}=${live[scope]}`),
    ...(isEnforcedAtAll && live.percent < 100 && declared.percent === 100 ? [`pct=${live.percent}`] : []),
    ...(isEnforcedAtAll && live.isTesting && !declared.isTesting ? ["t=y"] : []),
  ];
}

const isWeaker = (scope: DmarcScope, live: DmarcRecord, declared: DmarcRecord): boolean =>
  isStricter(effective(live, scope), effective(declared, scope));

/** What the record means to say: np falls back to sp, sp to p, and p to "none" (RFC 9989 4.7). A misspelt policy is none, so nothing is kept of it. */
const effective = ({ policy, sp, np }: DmarcRecord, scope: DmarcScope): DmarcPolicy =>
  ({ p: [policy], sp: [sp, policy], np: [np, sp, policy] })[scope].find((each) => each !== undefined) ?? "none";

const uris = (record: DmarcRecord, kind: "rua" | "ruf"): string[] => record[kind].map(({ uri }) => withoutSize(uri));
