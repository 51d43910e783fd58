/** What docs/first-day.md tells people to allow is what the doctor then asks for. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sendgridScopesFor } from "../../mail/providers/sendgrid";

const text = readFileSync(join(__dirname, "..", "..", "docs", "first-day.md"), "utf8");

test("the first day names every scope that a SendGrid key needs, and no other", () => {
  const rows = text.split("\n").slice(text.split("\n").findIndex((line) => line.startsWith("| scope |")) + 2);
  const table = rows.slice(0, rows.indexOf(""));
  const named = table.flatMap((row) => {
    let family = "";
    // "`a.read`, `.update`" are "a.read" and "a.update".
    return [...(row.split("|")[1] ?? "").matchAll(/`([\w.]+)`/g)].map(([, scope = ""]) => {
      if (scope.startsWith(".")) return `${family}${scope}`;
      family = scope.replace(/\.\w+$/, "");
      return scope;
    });
  });
  expect(named.sort()).toEqual(sendgridScopesFor({ subuser: "any", unsubscribeGroup: {} }).sort());
});
