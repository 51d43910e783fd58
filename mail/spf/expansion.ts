/** What SPF's macros stand for in one evaluation (RFC 7208 7), and the validated names of a client (5.5), which the macro `p` and `ptr` share. */
import { valuesOf } from "../dns/answer";
import { isAtOrBelow } from "../records/name";
import { ask, type Check, countLookup, countVoid, isDomainName } from "./check";
import { isSameNetwork } from "./client-address";
import { expand, type MacroString, usesLetter } from "./macro";
import { type SpfTermTrace, spfLimits } from "./trace";

/** Names of the client that have its address and lie at or below `below` (RFC 7208 5.5); no failure of a single one matters. */
export async function findPointers(check: Check, domain: string, below: string, term?: SpfTermTrace): Promise<string[]> {
  const isAsked = check.pointers !== undefined;
  check.pointers ??= ask(check.client.reverseName, "PTR", check, term).then((question) => {
    if (term && !isAsked) countVoid(question, check, domain, term);
    return valuesOf(question.response)
      .slice(0, spfLimits.names)
      .map((name) => name.toLowerCase().replace(/\.$/, ""))
      .filter(isDomainName);
  });
  const names = (await check.pointers).filter((name) => below === "" || isAtOrBelow(name, below.toLowerCase()));
  const asked = await Promise.all(names.map((name) => ask(name, check.client.type, check, term)));
  const exactly = { prefix4: 32, prefix6: 128 };
  return names.filter((_, index) => {
    const response = asked[index]?.response;
    return response !== undefined && valuesOf(response).some((value) => isSameNetwork(check.client, value, exactly));
  });
}

/** RFC 7208 7.3: the macro `p` is the domain itself if that is validated, else a name below it, else any, else "unknown". */
async function validatedName(domain: string, check: Check, term?: SpfTermTrace): Promise<string> {
  // The macro's own question counts like a mechanism's (4.6.4), but in an explanation, when the result is there already, nothing counts.
  if (term && !check.pointers) countLookup(check, domain, term);
  const near = await findPointers(check, domain, domain, term);
  const [first] = near.length > 0 ? near : await findPointers(check, domain, "", term);
  return near.find((name) => name === domain.toLowerCase()) ?? first ?? "unknown";
}

export async function expandDomain(text: MacroString, domain: string, check: Check, term?: SpfTermTrace): Promise<string> {
  let name = expand(text, await macroValues(text, domain, check, term)).replace(/\.$/, "");
  while (name.length > 253) name = name.slice(name.indexOf(".") + 1 || name.length);
  return name;
}

/** RFC 7208 7.2. */
export async function macroValues(text: MacroString, domain: string, check: Check, term?: SpfTermTrace): Promise<Record<string, string>> {
  const { client, sender, query } = check;
  return {
    s: `${sender.local}@${sender.domain}`,
    l: sender.local,
    o: sender.domain,
    d: domain,
    i: client.dotted,
    p: usesLetter(text, "p") ? await validatedName(domain, check, term) : "",
    v: client.arpa,
    h: query.helo,
    c: client.text,
    r: query.receiver ?? "unknown",
    t: String(query.timestamp ?? 0),
  };
}
