/** The gate's rules for imports: only what exists under the names that the stack declares is taken over, in this account. */
import { type Finding, findingOf } from "../findings/finding";
import type { RecordChange } from "./dns-changes";
import type { GuardedResource } from "./guarded-resource";
import { type Own, otherAccounts } from "./own";
import { isOurs } from "./types/adopting";
import { typeRulesOf } from "./types/managed-types";
import type { Values } from "./values";

export const guardImports = (all: readonly GuardedResource[], records: readonly RecordChange[], own: Own): Finding[] =>
  all.flatMap((resource) => {
    const { address: where, type, importId, before, after } = resource;
    if (importId === undefined) return [];
    const { called, adopting } = typeRulesOf(type);
    const isHere = otherAccounts(importId, own).length === 0;
    const isDeclared = before && after && isOurs(adopting, before, after) && (type !== keyType || isOurKey(before, after, all));
    if (isHere && isDeclared && meansTheSame(records.find((each) => each.address === where))) return [];
    return [
      findingOf("plan/import", { where, what: `the ${called} "${importId}" would be taken over, and is not the one that is declared` }),
    ];
  });

/** Beside our SPF record a name may have others of the type TXT, which prove to somebody that the domain is ours. */
const meansTheSame = (record: RecordChange | undefined): boolean => record === undefined || record.before?.role === record.after?.role;

const keyType = "aws_kms_key";

/** A key has no name: it is ours by the alias that leads to it, or by its tags, which IAM goes by as well. */
function isOurKey(there: Values, declared: Values, all: readonly GuardedResource[]): boolean {
  const isTagged = ["tags_all.application", "tags_all.environment"].every(
    (tag) => there[tag] !== undefined && there[tag] === declared[tag],
  );
  const isNamed = all.some(
    ({ type, before, after }) =>
      type === "aws_kms_alias" &&
      before?.name === after?.name &&
      before?.target_key_id !== undefined &&
      before.target_key_id === there.key_id,
  );
  return isTagged || isNamed;
}
