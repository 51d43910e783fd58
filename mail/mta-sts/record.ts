/** The TXT record that says a domain has an MTA-STS policy (RFC 8461 3.1). The policy itself is a file on a web server, and no matter of DNS. */
import type { ParseError } from "../records/parse-error";
import { readTagList, type TagGrammar, wsp } from "../records/tag-list";

interface MtaStsRecord {
  text: string;
  /** Changes with the policy; undefined when it is missing or is none. */
  id: string | undefined;
  errors: ParseError[];
}

export const mtaStsName = (domain: string): string => `_mta-sts.${domain}`;

/** Records that do not begin so are discarded; the version is case-sensitive (%s), and a field has to follow. */
export const isMtaSts = (text: string): boolean => /^v=STSv1[ \t]*;/.test(text);

const grammar: TagGrammar = { name: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/, ignoresCase: false, space: wsp, spaceAroundEquals: false };

/** @param text for which `isMtaSts` is true. */
export function parseMtaSts(text: string): MtaStsRecord {
  const { tags, errors } = readTagList(text, grammar);
  const tag = tags.find(({ name }) => name === "id");
  const isId = tag !== undefined && /^[A-Za-z0-9]{1,32}$/.test(tag.value);
  const expected = "id= and 1 to 32 letters or digits";
  if (!tag) errors.push({ place: text.length, text, problem: "has no id", expected });
  else if (!isId) errors.push({ place: tag.place, text: tag.text, problem: "is not a valid id", expected });
  return { text, id: isId ? tag.value : undefined, errors: errors.sort((one, other) => one.place - other.place) };
}
