/**
 * The rule of a composite alarm: ALARM("a") AND (OK(b) OR NOT INSUFFICIENT_DATA(c)), of alarms by name or ARN.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html Not here: AT_LEAST.
 */
import { invalid } from "../metric-queries";
import { type StateValue, stateValues } from "./state-value";

export type Rule =
  | { kind: "constant"; value: boolean }
  | { kind: "state"; state: StateValue; alarm: string }
  | { kind: "not"; of: Rule }
  | { kind: "and" | "or"; left: Rule; right: Rule };

const token = /\s*(\(|\)|"[^"]*"|'[^']*'|[^\s()"']+)/y;
const longest = 10_240;
const mostAlarms = 100;

/** @throws ServiceError ValidationError */
export function parseRule(text: string): Rule {
  if (text.length === 0 || text.length > longest) throw invalid(`AlarmRule must have 1 to ${longest} characters`);
  const tokens = tokensOf(text);
  let at = 0;
  const wrong = (): Error => invalid(`AlarmRule is not valid near token ${at + 1}: ${tokens[at] ?? "its end"}`);
  const isNext = (word: string): boolean => tokens[at]?.toUpperCase() === word;
  const take = (word: string): void => {
    if (!isNext(word)) throw wrong();
    at++;
  };

  function or(): Rule {
    let left = and();
    while (isNext("OR")) {
      at++;
      left = { kind: "or", left, right: and() };
    }
    return left;
  }

  function and(): Rule {
    let left = operand();
    while (isNext("AND")) {
      at++;
      left = { kind: "and", left, right: operand() };
    }
    return left;
  }

  function operand(): Rule {
    if (isNext("NOT")) {
      at++;
      return { kind: "not", of: operand() };
    }
    if (isNext("TRUE") || isNext("FALSE")) return { kind: "constant", value: tokens[at++]?.toUpperCase() === "TRUE" };
    const state = stateValues.find((each) => isNext(each));
    if (state) at++;
    take("(");
    if (!state) {
      const inner = or();
      take(")");
      return inner;
    }
    const named = tokens[at++];
    if (named === undefined || named === "(" || named === ")") throw wrong();
    take(")");
    return { kind: "state", state, alarm: nameOf(named.replace(/^(["'])(.*)\1$/, "$2")) };
  }

  const rule = or();
  if (at < tokens.length) throw wrong();
  if (alarmsIn(rule).length > mostAlarms) throw invalid(`AlarmRule names more than ${mostAlarms} alarms`);
  return rule;
}

/** @param alarm a name or an ARN. */
export const nameOf = (alarm: string): string => (alarm.includes(":alarm:") ? alarm.slice(alarm.indexOf(":alarm:") + 7) : alarm);

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== "") {
    const found = token.exec(text)?.[1];
    if (found === undefined) throw invalid("AlarmRule is not valid");
    tokens.push(found);
  }
  return tokens;
}

/** Names, each once. */
export function alarmsIn(rule: Rule): string[] {
  switch (rule.kind) {
    case "constant":
      return [];
    case "state":
      return [rule.alarm];
    case "not":
      return alarmsIn(rule.of);
    default:
      return [...new Set([...alarmsIn(rule.left), ...alarmsIn(rule.right)])];
  }
}

export function holds(rule: Rule, stateOf: (alarm: string) => StateValue | undefined): boolean {
  switch (rule.kind) {
    case "constant":
      return rule.value;
    case "state":
      return stateOf(rule.alarm) === rule.state;
    case "not":
      return !holds(rule.of, stateOf);
    case "and":
      return holds(rule.left, stateOf) && holds(rule.right, stateOf);
    case "or":
      return holds(rule.left, stateOf) || holds(rule.right, stateOf);
  }
}
