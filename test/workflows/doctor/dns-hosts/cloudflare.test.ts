/** What is said of a token that ends. https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/ */
import { tokenFindings } from "../../../../workflows/doctor/dns-hosts/cloudflare";

const now = new Date("2026-11-28T12:00:00Z");
const inDays = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

test.each<[string, Date | undefined, [string, string][]]>([
  ["active", undefined, []],
  ["active", inDays(31), []],
  ["active", inDays(30), []],
  ["active", inDays(29.9), [["doctor/cloudflare-token-expires", "warning"]]],
  ["active", inDays(7), [["doctor/cloudflare-token-expires", "warning"]]],
  ["active", inDays(6.9), [["doctor/cloudflare-token-expires", "error"]]],
  ["active", inDays(-1), [["doctor/cloudflare-token-expires", "error"]]],
  ["expired", inDays(-1), [["doctor/cloudflare-token", "error"]]],
  ["disabled", undefined, [["doctor/cloudflare-token", "error"]]],
])("%s until %p", (status, expiresAt, expected) => {
  const found = tokenFindings({ status, expiresAt }, { where: "a secret", now });
  expect(found.map(({ id, severity }) => [id, severity])).toEqual(expected);
  expect(found.every(({ where }) => where === "a secret")).toBe(true);
});
