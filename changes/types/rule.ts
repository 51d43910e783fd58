/** What is known to be harmless about an attribute of a resource. Everything else is held back. */
import type { FindingId } from "../../findings/catalogue";
import { isUnknown } from "../../mail/dns/record";
import { isSame, listOf, type Scalar, text, type Value, type Values } from "../values";

interface AttributeChange {
  willBe: Value;
  /** Undefined if the resource is new. */
  was: Value;
  isNew: boolean;
  /** All attributes of the resource as they will be. */
  all: Values;
}

export interface Rule {
  /** Asked for an attribute that changes, and for each listed one of a new resource. */
  isHarmless(change: AttributeChange): boolean;
  /** Of the finding, in place of the general one. */
  finding?: FindingId | ((all: Values) => FindingId);
}

/** Any value. */
export const free: Rule = { isHarmless: () => true };

/** Any value when it is made, and that one from then on. */
export const once: Rule = { isHarmless: ({ willBe, was, isNew }) => isNew || isSame(willBe, was) };

/** As `once`, and never nothing. */
export const needed: Rule = { isHarmless: ({ willBe, isNew }) => isNew && willBe !== undefined };

/** One of these, or, of a list, nothing else than these. */
export const only = (...allowed: (Scalar | undefined)[]): Rule => ({
  isHarmless: ({ willBe }) =>
    willBe === undefined
      ? allowed.includes(undefined)
      : listOf(willBe).length > 0 && listOf(willBe).every((each) => allowed.includes(each)),
});

export const nothing: Rule = only(undefined);

/** At least these, in a list. */
export const including = (...wanted: Scalar[]): Rule => ({
  isHarmless: ({ willBe }) => wanted.every((each) => listOf(willBe).includes(each)),
});

/** A list may grow; nothing leaves it. */
export const noFewer: Rule = { isHarmless: ({ willBe, was }) => listOf(was).every((each) => listOf(willBe).includes(each)) };

/** As `once`, and such a name when it is made. */
export const ofName = (pattern: RegExp): Rule => ({
  isHarmless: ({ willBe, was, isNew }) => (isNew ? isUnknown(willBe) || pattern.test(text(willBe)) : isSame(willBe, was)),
});

/** This much, or as much as it was. */
export const atLeast = (most: number): Rule => ({
  isHarmless: ({ willBe, was }) => typeof willBe === "number" && (willBe >= most || (typeof was === "number" && willBe >= was)),
});

export const told = (finding: NonNullable<Rule["finding"]>, rule: Rule): Rule => ({ ...rule, finding });
