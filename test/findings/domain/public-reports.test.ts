import { checkDomain } from "../../../findings/domain/check-domain";
import { resolverOf } from "../../mail/dns-zone";
import { dkimReports } from "./public-reports/dkim";
import { dmarcReports } from "./public-reports/dmarc";
import { otherReports } from "./public-reports/others";
import type { Report } from "./public-reports/report";
import { spfReports } from "./public-reports/spf";
import { zoneOf } from "./zone-text";

const idsOf = async ({ id, zone }: Report): Promise<string[]> => {
  const domain = `${id.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}.example.com`;
  const rows = zone.map((line) => line.replaceAll("DOMAIN", domain));
  const findings = await checkDomain({ domain, selectors: ["s1"] }, resolverOf(zoneOf(domain, rows)).resolve);
  return findings.map((finding) => finding.id);
};
const isIn = (ids: readonly string[], wanted: string): boolean =>
  ids.some((id) => (wanted.endsWith("/") ? id.startsWith(wanted) : id === wanted));

describe.each([
  ["SPF", spfReports],
  ["DMARC", dmarcReports],
  ["DKIM", dkimReports],
  ["the rest", otherReports],
])("what others got wrong: %s", (_, reports) => {
  test.each(reports.map((report) => [report.id, report.like, report] as const))("%s, like %s", async (_id, _like, report) => {
    const ids = await idsOf(report);
    const missing = (report.tells ?? []).filter((wanted) => !isIn(ids, wanted));
    const excess = (report.silent ?? []).filter((wanted) => isIn(ids, wanted));
    expect({ ids, missing, excess }).toEqual({ ids, missing: [], excess: [] });
  });
});

test("a domain with nothing wrong has no findings", async () => {
  expect(await idsOf({ id: "good", like: "", source: "", zone: [] })).toEqual([]);
});
