/** A TLS-RPT record means one thing to `verify` and to `adopt`, as other records do (one-meaning.test.ts). */
import { checkTlsRpt } from "../../findings/domain/check-reports";
import { standingOf } from "../../mail/records/standing";
import { resolverOf } from "../mail/dns-zone";

const domain = "mail.example.com";

describe("TLS-RPT", () => {
  const name = `_smtp._tls.${domain}`;
  const wanted = "v=TLSRPTv1; rua=mailto:tls@example.com";

  /** As verify finds it, and how adopt takes it. */
  async function read(text: string) {
    const { resolve } = resolverOf({ [`${name} TXT`]: [text] });
    const standing = standingOf({ type: "TXT", name, value: wanted }, [{ id: "1", type: "TXT", name, value: text }]);
    return { verify: (await checkTlsRpt(domain, resolve)).map(({ id }) => id), isThere: standing.kind !== "free" };
  }

  test.each([
    // RFC 8460 3: records that do not begin with "v=TLSRPTv1;" are discarded; %s: letter case counts; "!" is encoded; nothing around "=".
    ["v=TLSRPTv1", false, ["tls-rpt/missing"]],
    ["V=TLSRPTv1; rua=mailto:a@example.com", false, ["tls-rpt/missing"]],
    ["v=TLSRPTv1;rua=mailto:a@example.com", true, []],
    ["v=TLSRPTv1; RUA=mailto:a@example.com", true, ["tls-rpt/syntax"]],
    ["v=TLSRPTv1; rua = mailto:a@example.com", true, ["tls-rpt/syntax"]],
    ["v=TLSRPTv1; rua=mailto:a@example.com!10m", true, ["tls-rpt/syntax"]],
    ["v=TLSRPTv1;\u00a0rua=mailto:a@example.com", true, ["tls-rpt/syntax"]],
  ])("%j", async (text, isThere, ids) => {
    const found = await read(text);
    expect(found.isThere).toBe(isThere);
    expect([...new Set(found.verify)]).toEqual(ids);
  });
});
