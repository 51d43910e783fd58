/**
 * GitHub's expressions as far as the runner has to know them before a job starts: its environment, its matrix. Everything else in a file is left to
 * act. An expression of any other form throws, so that none is guessed.
 */

/** Contexts by name; values may be nested. */
export type Contexts = Readonly<Record<string, unknown>>;

/** A text with expressions in it. */
export const interpolate = (text: string, contexts: Contexts): string =>
  text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => String(evaluate(expression, contexts) ?? ""));

/** A whole value that is one expression, such as a matrix; other values stay. */
export function wholeValue(value: unknown, contexts: Contexts): unknown {
  const [, expression] = (typeof value === "string" && /^\$\{\{(.*)\}\}$/s.exec(value.trim())) || [];
  return expression === undefined ? value : evaluate(expression, contexts);
}

function evaluate(expression: string, contexts: Contexts): unknown {
  const text = expression.trim();
  const [, list, field] = /^(.*)\.\*\.([\w-]+)$/s.exec(text) ?? [];
  if (list !== undefined && field !== undefined) return (evaluate(list, contexts) as Contexts[]).map((each) => each[field]);
  const [, json] = /^fromJSON\((.*)\)$/s.exec(text) ?? [];
  if (json !== undefined) return JSON.parse(String(evaluate(json, contexts)));
  if (!/^[a-z_]+(\.[\w-]+)+$/i.test(text)) throw new Error(`the runner does not know the expression "${text}"`);
  return text.split(".").reduce<unknown>((value, name) => (value as Contexts | undefined)?.[name], contexts);
}
