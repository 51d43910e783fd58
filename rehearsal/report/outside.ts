/** Declared senders that the sandbox does not know, in words: why each was not checked, and the field that declares it. */
import { isOutside, type OtherSender } from "../other-senders";

/** Why it is not checked, and what may be wrong. */
export function outsideInWords({ known, sender, kind, like }: OtherSender): string {
  if (known === "name") return `${sender}'s, whose record the sandbox does not have`;
  if (kind !== "include") return "a host that the sandbox does not have";
  return `unknown to the sandbox: it may not exist${like ? `, and looks like ${like}` : ""}`;
}

/** Empty where all of them are known. */
export function outsideText(senders: readonly OtherSender[] = []): string {
  const outside = senders.filter(isOutside);
  if (outside.length === 0) return "";
  const lines = outside.flatMap((each) => [`  ${each.name}`, `    ${outsideInWords(each)}`, `    ${each.field}`]);
  return `outside the sandbox, so not checked:\n${lines.join("\n")}\n`;
}
