/**
 * What the safety gate holds back until whoever plans gives a reason, though it is declared: that somebody outside sends for the domain, reads its
 * reports, or is alerted. A rehearsal begins with empty zones, so it meets each of them, gives its own reason, and tells for what the real plan will ask.
 */
import { parseWaiver } from "../changes/waiver";
import type { Finding } from "../findings/finding";
import { readAnswer } from "../reports/answer";
import { planAnswer } from "../reports/plan/json";

const declaredOnPurpose = ["spf/sender-added", "dmarc/reports-elsewhere", "tls-rpt/reports-elsewhere", "alerts/recipient-elsewhere"];
const reason = "it is declared, and this is a rehearsal";

/** Plans, and once more with a reason for each finding of that kind; all others stay, and hold the plan back. */
export async function planWithReasons(name: string, verb: Verb): Promise<{ plan: PlanAnswer; reasons: Finding[] }> {
  const plan = readAnswer(planAnswer, await verb(name, "plan"));
  const reasons = plan.findings.filter(({ id }) => declaredOnPurpose.includes(id)) as Finding[];
  const waivers = reasons.map(({ id, where }) => `${id}@${where}=${reason}`);
  if (waivers.length === 0 || !waivers.every(parseWaiver)) return { plan, reasons: [] };
  return { plan: readAnswer(planAnswer, await verb(name, "plan", ...waivers.flatMap((each) => ["--waive", each]))), reasons };
}

type Verb = (name: string, ...words: string[]) => Promise<unknown>;
type PlanAnswer = ReturnType<typeof planAnswer.parse>;
