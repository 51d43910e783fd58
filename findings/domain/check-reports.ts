/** The two records about TLS towards the domain: TLS-RPT (RFC 8460 3) and MTA-STS (RFC 8461 3.1). The MTA-STS policy file itself is not in DNS. */

import { isFailure, valuesOf } from "../../mail/dns/answer";
import type { Resolve } from "../../mail/dns/resolve";
import { isMtaSts, mtaStsName, parseMtaSts } from "../../mail/mta-sts/record";
import { type ParseError, parseErrorText } from "../../mail/records/parse-error";
import { isTlsRpt, parseTlsRpt, tlsRptName } from "../../mail/tls-rpt/record";
import { evidenceOf, unanswered } from "../dns-evidence";
import { type Finding, findingOf } from "../finding";

interface Subject {
  family: "tls-rpt" | "mta-sts";
  label: string;
  nameAt(domain: string): string;
  is(text: string): boolean;
  parse(text: string): { errors: ParseError[] };
}

const tlsRpt: Subject = { family: "tls-rpt", label: "TLS-RPT", nameAt: tlsRptName, is: isTlsRpt, parse: parseTlsRpt };
const mtaSts: Subject = { family: "mta-sts", label: "MTA-STS", nameAt: mtaStsName, is: isMtaSts, parse: parseMtaSts };

export const checkTlsRpt = (domain: string, resolve: Resolve): Promise<Finding[]> =>
  checkSubject(tlsRpt, domain, resolve, { isExpected: true });

/** @param isExpected a policy is published, so the record must be there; a record that is there is judged in any case. */
export const checkMtaSts = (domain: string, resolve: Resolve, { isExpected }: { isExpected: boolean }): Promise<Finding[]> =>
  checkSubject(mtaSts, domain, resolve, { isExpected });

async function checkSubject(
  { family, label, nameAt, is, parse }: Subject,
  domain: string,
  resolve: Resolve,
  { isExpected }: { isExpected: boolean },
): Promise<Finding[]> {
  const name = nameAt(domain);
  const response = await resolve(name, "TXT");
  if (isFailure(response)) return [unanswered(name, "TXT", response)];
  const about = () => ({ where: `${name} TXT`, evidence: [evidenceOf(name, "TXT", response)] });
  const [text, ...others] = valuesOf(response).filter(is);
  if (text === undefined) {
    return isExpected ? [findingOf(`${family}/missing`, { ...about(), what: `${domain} has no ${label} record` })] : [];
  }
  if (others.length > 0) {
    return [findingOf(`${family}/several-records`, { ...about(), what: `${domain} has ${others.length + 1} ${label} records` })];
  }
  return parse(text).errors.map((error) => findingOf(`${family}/syntax`, { ...about(), what: parseErrorText(error), place: error.place }));
}
