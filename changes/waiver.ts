/** A person's reason to let one finding pass. */
import type { Finding } from "../findings/finding";

export interface Waiver {
  /** Of the finding. */
  id: string;
  where: string;
  reason: string;
}

export const isWaived = ({ id, where }: Pick<Finding, "id" | "where">, waivers: readonly Waiver[]): boolean =>
  waivers.some((waiver) => waiver.id === id && waiver.where === where);

/** @param text "<id>@<address>=<reason>". @returns undefined if it is none. */
export function parseWaiver(text: string): Waiver | undefined {
  const [, id, where, reason] = /^([\w/-]+)@(.+?)=(?!=)([^=].*)$/s.exec(text.trim()) ?? [];
  const words = reason?.trim().replaceAll(/\s+/g, " ");
  return id && where && words && /\p{L}/u.test(words) ? { id, where, reason: words } : undefined;
}
