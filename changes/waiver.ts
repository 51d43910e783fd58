/** A person's reason to let one finding pass: an option of `plan`, or a line of a pull request. */
import type { Finding } from "../findings/finding";

export interface Waiver {
  /** Of the finding. */
  id: string;
  where: string;
  reason: string;
}

export const isWaived = ({ id, where }: Pick<Finding, "id" | "where">, waivers: readonly Waiver[]): boolean =>
  waivers.some((waiver) => waiver.id === id && waiver.where === where);

/** @param text "<finding>@<where>=<reason>", as the plan prints it. @returns undefined when it is none; a reason has words. */
export function parseWaiver(text: string): Waiver | undefined {
  const [, id, where, reason] = /^([\w/-]+)@(.+?)=(?!=)([^=].*)$/s.exec(text.trim()) ?? [];
  const words = reason?.trim().replaceAll(/\s+/g, " ");
  return id && where && words && /\p{L}/u.test(words) ? { id, where, reason: words } : undefined;
}

/** Options for `plan`, to be pasted with a reason for each. */
export const waiveOptions = (waivers: readonly (Pick<Waiver, "id" | "where"> & { reason?: string })[]): string =>
  waivers.map(({ id, where, reason = "<reason>" }) => `--waive '${id}@${where}=${reason}'`).join(" ");

/** The lines "Waive: <finding>@<where>=<reason>" of a pull request's text; those that are not understood are told. */
export function waiversIn(text: string): { waivers: Waiver[]; faulty: string[] } {
  const lines = text
    .split(/\r\n|[\n\r]/)
    .flatMap((line) => /^\s*(?:[-*+]\s+)?Waive:\s*(.*)$/i.exec(line)?.[1]?.replace(/^`(.*)`\s*$/, "$1") ?? []);
  const parsed = lines.map((line) => ({ line, waiver: parseWaiver(line) }));
  return {
    waivers: parsed.flatMap(({ waiver }) => waiver ?? []),
    faulty: parsed.flatMap(({ line, waiver }) => (waiver ? [] : [line])),
  };
}
