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
