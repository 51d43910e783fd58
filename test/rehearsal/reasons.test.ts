/** A plan that is held back for what is declared on purpose gets a reason for each such finding, and for nothing else. */
import { planWithReasons } from "../../rehearsal/reasons";

const finding = (id: string, where = "cloudflare_dns_record.spf") => ({ id, where, what: "", severity: "error", remedy: "" });
const answer = (...findings: object[]) => ({ version: 1, changes: [], outputs: [], records: [], findings });

async function planned(...findings: object[]) {
  const called: string[][] = [];
  const verb = async (_: string, ...words: string[]) => {
    called.push(words);
    return answer(...findings);
  };
  const { reasons } = await planWithReasons("organisation", verb);
  return { called, reasons: reasons.map(({ id }) => id) };
}

test("nothing is held back: one plan", async () => {
  expect(await planned()).toEqual({ called: [["plan"]], reasons: [] });
});

test.each(["spf/sender-added", "dmarc/reports-elsewhere", "tls-rpt/reports-elsewhere", "alerts/recipient-elsewhere"])(
  "%s gets a reason",
  async (id) => {
    const { called, reasons } = await planned(finding(id), finding("spf/include-without-record"));
    expect(reasons).toEqual([id]);
    expect(called).toEqual([["plan"], ["plan", "--waive", expect.stringMatching(`^${id}@cloudflare_dns_record.spf=\\w`)]]);
  },
);

test.each(["spf/include-without-record", "spf/too-many-lookups", "spf/policy-weakened", "dmarc/policy-weakened", "mx/elsewhere"])(
  "%s stays",
  async (id) => {
    expect(await planned(finding(id))).toEqual({ called: [["plan"]], reasons: [] });
  },
);
