/** What is made at a sending provider is for a domain that the stack publishes records for. */
import { type Finding, findingOf } from "../../findings/finding";
import { isOwnDomain } from "../own";
import { text, valueText } from "../values";
import type { TypeRules } from "./type-rules";

/** Of a new resource; the domain of one that is there never changes. */
export const ofOwnDomain =
  (attribute: string): NonNullable<TypeRules["judge"]> =>
  ({ address: where, before, after }, { own }): Finding[] =>
    before || isOwnDomain(text(after[attribute]).toLowerCase(), own)
      ? []
      : [
          findingOf("resource/attribute", {
            where,
            what: `${where}: ${attribute} would be ${valueText(after[attribute])}, no domain of the stack`,
          }),
        ];
