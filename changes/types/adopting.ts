/**
 * How a resource that exists, and that no state has, comes under management: by which import id, or why none is needed. The ids are those that the
 * provider's page of each type names under "Import" (https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs).
 */
import { isUnknown } from "../../mail/dns/record";
import type { Values } from "../values";

export interface Adopting {
  /** Attributes that the resource found must share with the declared one: what has another value there is not ours to take. */
  same: readonly string[];
  /**
   * "named": its declared attributes give the id. "looked up": its service has given it one, and is asked (wiring/imports.ts). "made again": it is
   * not imported, because making it takes over what is there.
   */
  how: "named" | "looked up" | "made again";
  /** Of a named one. @returns undefined if an attribute is known only after the apply. */
  importId?(values: Values, place: Place): string | undefined;
}

/** Where the stack acts. */
export interface Place {
  account: string;
  region: string;
}

/** The id is these attributes, joined. */
export const named = (attributes: string | readonly string[], separator = ""): Adopting => {
  const same = [attributes].flat();
  return {
    how: "named",
    same,
    importId(values) {
      const parts = same.map((each) => values[each]);
      return parts.every((each) => typeof each === "string") ? parts.join(separator) : undefined;
    },
  };
};

/** The id is an ARN, which ends with the attribute. */
export const arnOf = (attribute: string, beginning: (place: Place) => string, ending = (value: string) => value): Adopting => ({
  how: "named",
  same: [attribute],
  importId(values, place) {
    const value = values[attribute];
    return typeof value === "string" ? `${beginning(place)}${ending(value)}` : undefined;
  },
});

/** The account has one, in its region. */
export const oneOfAccount: Adopting = { how: "named", same: [], importId: (_, { account }) => account };

export const lookedUp = (...same: string[]): Adopting => ({ how: "looked up", same });

export const madeAgain = (...same: string[]): Adopting => ({ how: "made again", same });

/** Whether what is there is what is declared. What is not known yet is not the same. */
export const isOurs = ({ same }: Adopting, there: Values, declared: Values): boolean =>
  same.every((each) => there[each] !== undefined && !isUnknown(there[each]) && there[each] === declared[each]);
