/**
 * Whether reports that go to another organisation have its consent in DNS (RFC 9990 4, RFC 7489 7.1), asked as a reporter asks. The records
 * themselves are built by report-authorisation.ts.
 */

import { type DnsAnswer, valuesOf } from "../dns/answer";
import type { Resolve } from "../dns/resolve";
import { organisationalDomainOf } from "./discovery";
import type { DmarcReading } from "./policy";
import { type DmarcRecord, isDmarc, type ReportTarget } from "./record";

export interface ExternalReports {
  target: ReportTarget;
  /** Where the consent has to be. */
  name: string;
  response: DnsAnswer;
  isAuthorised: boolean;
}

/** @param domain whose record it is. @returns one for each report domain of another organisation. */
export async function checkExternalReports(
  domain: string,
  { rua, ruf }: DmarcRecord,
  reading: DmarcReading,
  resolve: Resolve,
): Promise<ExternalReports[]> {
  const targets = [...rua, ...ruf].filter((target): target is ReportTarget & { domain: string } => target.domain !== undefined);
  const once = targets.filter((target, index) => targets.findIndex((each) => each.domain === target.domain) === index);
  const own = await organisationalDomainOf(domain, reading, resolve);
  const checked = await Promise.all(
    once.map(async (target): Promise<ExternalReports[]> => {
      if ((await organisationalDomainOf(target.domain, reading, resolve)) === own) return [];
      const name = `${domain}._report._dmarc.${target.domain}`;
      const response = await resolve(name, "TXT");
      return [{ target, name, response, isAuthorised: valuesOf(response).some(isDmarc) }];
    }),
  );
  return checked.flat();
}
