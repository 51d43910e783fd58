/**
 * A zone for one row of a table of tests: `name TYPE value` lines, with names relative to the domain as in a zone file ("@" is the domain itself; a
 * final dot ends a full name; "quoted" text). What a row says of a name replaces everything that the healthy zone has there; `name -` removes it.
 */
import { rsaPublicKey } from "../../fixtures/rsa-public-keys";
import type { Zone } from "../../mail/dns-zone";

const healthy = [
  '@ TXT "v=spf1 ip4:192.0.2.0/24 -all"',
  "@ MX 10 mx",
  "mx A 192.0.2.25",
  `s1._domainkey TXT "v=DKIM1; p=${rsaPublicKey(2048)}"`,
  '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:r@DOMAIN"',
  '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:r@DOMAIN"',
];

/** @param rows such as `@ TXT "v=spf1 -all"`; DOMAIN stands for the domain. */
export function zoneOf(domain: string, rows: readonly string[]): Zone {
  const [own, base] = [rows, healthy].map((lines) => lines.map((line) => readLine(domain, line)));
  const said = new Set(own?.map(({ name }) => name));
  // A TXT record at the domain says nothing of its MX, and the other way round.
  const keys = new Set(own?.map(({ key }) => key));
  const kept = base?.filter(({ name, key }) => (name === domain ? !keys.has(key) && !keys.has(`${name} -`) : !said.has(name)));
  const zone: Record<string, string[] | "servfail" | "timeout"> = {};
  for (const { key, value } of [...(kept ?? []), ...(own ?? [])]) {
    if (key.endsWith(" -")) continue;
    if (value === "servfail" || value === "timeout") zone[key] = value;
    else zone[key] = [...(Array.isArray(zone[key]) ? zone[key] : []), value];
  }
  return zone;
}

function readLine(domain: string, line: string): { name: string; key: string; value: string } {
  const [, written = "", type = "", data = ""] = /^(\S+) (\S+) ?(.*)$/s.exec(line.replaceAll("DOMAIN", domain)) ?? [];
  const full = (name: string): string => (name === "@" ? domain : name.endsWith(".") ? name.slice(0, -1) : `${name}.${domain}`);
  const name = full(written);
  const target = (text: string): string => (text === "." ? "." : full(text));
  const [preference = "", host = ""] = data.split(" ");
  const value =
    type === "MX" ? `${preference} ${target(host)}` : type === "CNAME" ? target(data) : /^".*"$/s.test(data) ? data.slice(1, -1) : data;
  return { name, key: `${name} ${type}`, value };
}
