/** One finding for a terminal: what it is and where, then what is wrong, then what to do. */
import type { Finding } from "../../findings/finding";
import { printable } from "../printable";

export const findingText = ({ id, severity, what, where, remedy }: Finding): string =>
  printable(`${severity} ${id}: ${where}\n  ${what}\n  ${remedy}\n`);
