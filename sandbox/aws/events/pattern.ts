/**
 * Whether an event matches a rule's pattern. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * Not here: cidr.
 */
import { ServiceError } from "../query-protocol";

type Fields = Record<string, unknown>;

const operators = ["prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric", "exists"];

/** @throws ServiceError for a pattern that EventBridge, or the sandbox, does not take. */
export function requirePattern(pattern: unknown): void {
  if (!isFields(pattern)) throw invalid("Filter is not an object");
  for (const [key, wanted] of Object.entries(pattern)) {
    if (key === "$or") {
      for (const each of alternatives(wanted)) requirePattern(each);
    } else if (isFields(wanted)) {
      requirePattern(wanted);
    } else if (!Array.isArray(wanted) || wanted.length === 0) {
      throw invalid(`"${key}" must be an object or an array`);
    } else {
      for (const each of wanted as unknown[]) requireValue(each);
    }
  }
}

function requireValue(wanted: unknown): void {
  if (!isFields(wanted)) {
    if (Array.isArray(wanted)) throw invalid("a value is text, a number, true, false, null, or one operator");
    return;
  }
  const [operator = "", ...others] = Object.keys(wanted);
  if (operator === "cidr") throw new ServiceError(501, "NotImplemented", "the sandbox does not know cidr");
  if (others.length > 0 || !operators.includes(operator)) throw invalid(`Unrecognized match type ${[operator, ...others].join(", ")}`);
  if (operator === "numeric") isNumeric(0, many(wanted[operator]));
}

export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (!isFields(pattern)) throw invalid("Filter is not an object");
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === "$or") return alternatives(wanted).some((each) => matchesPattern(each, event));
    const values = isFields(event) ? event[key] : undefined;
    if (Array.isArray(wanted)) return wanted.some((each) => matchesOne(each, values));
    if (!isFields(wanted)) throw invalid(`"${key}" must be an object or an array`);
    // A list in the event matches when one of its members does.
    const members: unknown[] = Array.isArray(values) ? values : [values];
    return members.some((each) => matchesPattern(wanted, each));
  });
}

function alternatives(wanted: unknown): unknown[] {
  if (!Array.isArray(wanted) || wanted.length < 2) throw invalid("$or must have two values or more");
  return wanted as unknown[];
}

function matchesOne(wanted: unknown, value: unknown): boolean {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (isFields(wanted) && "exists" in wanted) return (value !== undefined) === wanted.exists;
  return values.some((each) => each !== undefined && matchesValue(wanted, each));
}

function matchesValue(wanted: unknown, value: unknown): boolean {
  if (!isFields(wanted)) return wanted === value;
  const [[operator = "", operand] = []] = Object.entries(wanted);
  if (Object.keys(wanted).length !== 1) throw invalid("one operator at a time");
  switch (operator) {
    case "prefix":
      return isText(value) && startsWith(value, operand);
    case "suffix":
      return isText(value) && endsWith(value, operand);
    case "equals-ignore-case":
      return isText(value) && value.toLowerCase() === String(operand).toLowerCase();
    case "wildcard":
      return isText(value) && isLike(value, String(operand));
    case "anything-but":
      return !many(operand).some((each) => matchesBut(each, value));
    case "numeric":
      return typeof value === "number" && isNumeric(value, many(operand));
    default:
      throw invalid(`Unrecognized match type ${operator}`);
  }
}

/** The operators of anything-but take one value or several. */
function matchesBut(but: unknown, value: unknown): boolean {
  if (!isFields(but)) return but === value;
  return Object.entries(but).some(([operator, operand]) => many(operand).some((each) => matchesValue({ [operator]: each }, value)));
}

const startsWith = (value: string, operand: unknown): boolean =>
  isFields(operand)
    ? value.toLowerCase().startsWith(String(operand["equals-ignore-case"]).toLowerCase())
    : value.startsWith(String(operand));

const endsWith = (value: string, operand: unknown): boolean =>
  isFields(operand) ? value.toLowerCase().endsWith(String(operand["equals-ignore-case"]).toLowerCase()) : value.endsWith(String(operand));

/** Only * is special; a backslash makes it ordinary. */
function isLike(value: string, pattern: string): boolean {
  const parts = pattern.split(/(\\\\|\\\*|\*)/).map((part) => (part === "*" ? ".*" : escapeRegExp(part.replace(/^\\(.)$/, "$1"))));
  return new RegExp(`^${parts.join("")}$`, "s").test(value);
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function isNumeric(value: number, terms: unknown[]): boolean {
  let result = true;
  for (let index = 0; index < terms.length; index += 2) {
    const limit = Number(terms[index + 1]);
    const operator = String(terms[index]);
    const holds: Record<string, boolean> = {
      "=": value === limit,
      "<": value < limit,
      "<=": value <= limit,
      ">": value > limit,
      ">=": value >= limit,
    };
    if (!(operator in holds)) throw invalid(`Unrecognized numeric range operator ${operator}`);
    result &&= holds[operator] === true;
  }
  return result;
}

const invalid = (reason: string): ServiceError =>
  new ServiceError(400, "InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);

const many = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const isText = (value: unknown): value is string => typeof value === "string";
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
