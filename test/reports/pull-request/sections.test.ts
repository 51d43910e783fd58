/** What a reviewer who knows mail reads below the first lines, of real plans. */
import { commentMarkdown } from "../../../reports/pull-request/comment";
import { type PromotionStep, promotionSection } from "../../../reports/pull-request/promotion-section";
import { remove, text } from "../../changes/recorded-plan";
import { place } from "./planned-targets";
import { realPlan } from "./real-plans";

type Options = Parameters<typeof realPlan>[1];
const commentOf = async (stack: Parameters<typeof realPlan>[0], options: Options): Promise<string> =>
  commentMarkdown([await realPlan(stack, options)], place);
const part = (comment: string, start: string): string => comment.split("\n").find((line) => line.startsWith(start)) ?? "";

test("SPF: terms with what they cost, the look-ups used, and how long old answers last", async () => {
  const edits = [text("cloudflare_dns_record.dns_spf", (was) => was.replace("~all", "include:spf.example.org -all"))];
  const zone = { "spf.example.org TXT": ["v=spf1 mx:example.org -all"], "example.org MX": ["10 mx.example.org"] };
  const told = await commentOf("prod", { edits, zone });
  expect(part(told, "- **SPF**")).toMatch(
    /adds `include:spf\.example\.org` \(2 look-ups\), `-all`; removes `~all`; 2 → \*\*4\*\* of at most 10/,
  );
  expect(part(told, "- **Old answers are gone**")).toContain("5 minutes after the apply");
  expect(part(told, "- **Conflicts**")).toContain("none");
});

test("DMARC and DKIM: what happens to mail that fails, and which keys come and go", async () => {
  const dmarc = await commentOf("prod", {
    edits: [text("cloudflare_dns_record.dns_dmarc", (was) => was.replace("p=none", "p=quarantine"))],
  });
  expect(part(dmarc, "- **DMARC**")).toContain("delivered and reported → **junk**");
  const dkim = await commentOf("prod", { edits: [remove("cloudflare_dns_record.dns_ses-dkim-1")] });
  expect(part(dkim, "- **DKIM**")).toContain("removes `6bb53d8371088fcf417e72837351d721._domainkey.mail.example.com`");
  expect(dkim).toContain("| `mail.example.com` | Amazon SES | all receivers | inbox | not sent |");
});

test("a name that is in use is counted as a conflict", async () => {
  const told = await commentOf("prod", { isNew: true, zone: { "em.mail.example.com TXT": ["somebody's"] } });
  expect(part(told, "- **Conflicts**")).toMatch(/\*\*\d+\*\*, told above/);
  expect(told).toContain("forecast/name-in-use");
});

test("secrets and permissions by name, and what no reverse change brings back", async () => {
  const gone = ["aws_secretsmanager_secret.secrets_application", "aws_kms_key.secrets_key", "aws_iam_user.ses-smtp_user"];
  const told = await commentOf("prod", { edits: [remove(...gone)] });
  expect(part(told, "- **Secrets:**")).toContain("`aws_secretsmanager_secret.secrets_application`");
  expect(part(told, "- **Permissions:**")).toContain("deleted: `aws_iam_user.ses-smtp_user`");
  for (const address of gone) expect(part(told, "- **Not by that alone:**")).toContain(address);
  const other = await commentOf("prod", { edits: [remove("aws_cloudwatch_dashboard.dashboard_sending")] });
  expect(part(other, "- **Secrets:**")).toContain("none touched");
});

test("how it is undone: by a roll-back where a revert would have to be promoted", async () => {
  const edits = [text("cloudflare_dns_record.dns_dmarc", (was) => was.replace("p=none", "p=quarantine"))];
  expect(part(await commentOf("prod", { edits }), "- How:")).toMatch(/^- How: `npx twinpost roll-back --env prod --to 1`;/);
  expect(part(await commentOf("prod", { edits, applied: { by: "merge" } }), "- How:")).toMatch(/^- How: revert/);
  expect(part(await commentOf("prod", { edits }), "- **Within 5 minutes:**")).toContain("1 DNS record");
});

test("the way of a change: with the merge, by promote, and which environment is behind", () => {
  const release = (commit: string, since: string) => ({ release: { commit: commit.repeat(40), since: new Date(since) } });
  const from = (environment: string, soakHours: number) => ({ environment, soakHours, approval: "environment" as const });
  const steps: PromotionStep[] = [
    { environment: "first", changes: false, standing: release("a", "2026-11-28T09:00:00Z") },
    { environment: "middle", from: from("first", 1), changes: true, behind: 3, standing: release("b", "2026-11-20T09:00:00Z") },
    {
      environment: "last",
      from: from("middle", 24),
      changes: true,
      behind: 0,
      standing: { ...release("b", "2026-11-27T13:00:00Z"), held: "rolled back" },
    },
    {
      environment: "new",
      from: { ...from("middle", 0), approval: "pull request" },
      changes: "unknown",
      standing: { none: "nothing was applied there" },
    },
    { environment: "other", changes: true },
  ];
  const rows = promotionSection(steps, place.at).filter((line) => line.startsWith("| `"));
  expect(rows.map((row) => row.split(" | ").slice(1))).toEqual([
    ["`aaaaaaaaaaaa`, for 3 hours", "changes nothing, and passes with the merge |"],
    ["`bbbbbbbbbbbb`, for 8 days; **3 commits behind** `first`", "comes by `promote`, after 1 hour in `first` and a verification there |"],
    [
      "`bbbbbbbbbbbb`, for 23 hours; as `middle` has it; ⏸️ rolled back",
      "comes by `promote`, after 24 hours in `middle` and a verification there |",
    ],
    ["nothing was applied there", "may come by a pull request that names the commit, then `promote`, after a verification in `middle` |"],
    ["not looked at", "comes with the merge |"],
  ]);
});

test("the comment of a change that no merge applies says so", async () => {
  const steps: PromotionStep[] = [
    { environment: "prod", from: { environment: "staging", soakHours: 24, approval: "environment" }, changes: true },
  ];
  expect(commentMarkdown([await realPlan("prod")], place, { steps })).toContain("npx twinpost promote --from staging --to prod");
});
