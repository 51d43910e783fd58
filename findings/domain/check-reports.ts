/** The two records about TLS towards the domain: TLS-RPT (RFC 8460 3) and MTA-STS (RFC 8461 3.1). The policy behind MTA-STS is no matter of DNS. */
import { isFailure, type Resolve, valuesOf } from "../../mail/dns/resolve";
import { readTagList } from "../../mail/records/tag-list";
import { tlsRptName } from "../../mail/tls-rpt/build";
import { evidenceOf, unanswered } from "../dns-evidence";
import { type Finding, findingOf } from "../finding";

interface Subject {
  family: "tls-rpt" | "mta-sts";
  label: string;
  version: RegExp;
  /** What the text lacks, and where; nothing when it is right. */
  lacks(text: string): { what: string; place: number } | undefined;
}

const tlsRpt: Subject = {
  family: "tls-rpt",
  label: "TLS-RPT",
  version: /^v=TLSRPTv1\s*(;|$)/,
  lacks: (text) => {
    const rua = readTagList(text).tags.find(({ name }) => name === "rua");
    const wrong = (rua?.value ?? "").split(",").find((uri) => !/^\s*(mailto:[^@\s]+@[^@\s]+\.[^@\s]+|https:\/\/\S+)\s*$/i.test(uri));
    return wrong === undefined ? undefined : { what: `"${wrong.trim()}" is no place for reports`, place: rua?.place ?? text.length };
  },
};

const mtaSts: Subject = {
  family: "mta-sts",
  label: "MTA-STS",
  version: /^v=STSv1\s*(;|$)/,
  lacks: (text) => {
    const id = readTagList(text).tags.find(({ name }) => name === "id");
    if (id && /^[A-Za-z0-9]{1,32}$/.test(id.value)) return undefined;
    return { what: id ? `"${id.text}" is no id` : "the record has no id", place: id?.place ?? text.length };
  },
};

export const checkTlsRpt = (domain: string, resolve: Resolve): Promise<Finding[]> =>
  checkSubject(tlsRpt, domain, tlsRptName(domain), resolve);

export const checkMtaSts = (domain: string, resolve: Resolve): Promise<Finding[]> =>
  checkSubject(mtaSts, domain, `_mta-sts.${domain}`, resolve);

async function checkSubject(
  { family, label, version, lacks }: Subject,
  domain: string,
  name: string,
  resolve: Resolve,
): Promise<Finding[]> {
  const response = await resolve(name, "TXT");
  if (isFailure(response)) return [unanswered(name, "TXT", response)];
  const about = () => ({ where: `${name} TXT`, evidence: [evidenceOf(name, "TXT", response)] });
  const [text, ...others] = valuesOf(response).filter((value) => version.test(value));
  if (text === undefined) return [findingOf(`${family}/missing`, { ...about(), what: `${domain} has no ${label} record` })];
  if (others.length > 0) {
    return [findingOf(`${family}/several-records`, { ...about(), what: `${domain} has ${others.length + 1} ${label} records` })];
  }
  const fault = lacks(text);
  return fault ? [findingOf(`${family}/syntax`, { ...about(), ...fault })] : [];
}
