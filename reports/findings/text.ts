/** One finding for a terminal: what it is and where, then what is wrong, then what to do. */
import type { Finding } from "../../findings/finding";
import { bySeverity } from "../ink";
import { printable } from "../printable";

export const findingText = ({ id, severity, what, where, remedy }: Finding): string =>
  printable(`${bySeverity(severity, `${severity} ${id}`)}: ${where}\n  ${what}\n  ${remedy}\n`);
