/** Terraform, kept plans and DNS in memory, for plan, apply and forecast. */
import type { GuardedPlan } from "../../changes/guard";
import type { Forecast } from "../../findings/forecast/forecast";
import type { ApplyEffects } from "../../workflows/apply";
import { unwatched } from "../../workflows/phase";
import type { KeptPlan, StackDns } from "../../workflows/stack";
import { terraformPlan } from "../changes/terraform-plan";

const noPointers = { added: [], removed: [], changed: [] };

export const forecast: Forecast = {
  paths: [],
  spf: [],
  dmarc: [],
  selectors: noPointers,
  returnPaths: noPointers,
  newNames: { free: 0, unknown: 0 },
  findings: [],
};

/** Nothing is published, and receivers conclude what `now` says. */
export const dnsOf = (now: Forecast, called: string[]): StackDns => ({
  forecast: async () => {
    called.push("forecast");
    return now;
  },
  resolve: async () => ({ server: "", aliases: [], values: [], outcome: "no-such-name" }),
});

export const own = { account: "111122223333", domains: ["mail.example.com"], zones: ["example.com", "example.org"] };
export const target = { awsAccount: "111122223333", endpoints: { AWS_ENDPOINT_URL: "http://127.0.0.1:1" } };

/** A kept plan whose file Terraform would show as `shown`, and what DNS says now. */
export function keeping(
  plan: GuardedPlan | undefined,
  { shown = terraformPlan(), now = forecast }: { shown?: unknown; now?: Forecast } = {},
) {
  const called: string[] = [];
  const kept: { plan?: GuardedPlan } = plan ? { plan } : {};
  const file = { digest: "d1" };
  const use: ApplyEffects = {
    account: { require: async () => void called.push("account") },
    terraform: { showPlan: async () => shown, apply: async (file) => void called.push(`apply ${file}`) },
    log: { watch: unwatched, record: async ({ outcome }) => void called.push(`record ${outcome}`) },
    plans: {
      read: (): KeptPlan | undefined => kept.plan && { plan: kept.plan, target, digest: "d1" },
      digest: () => file.digest,
      copy: () => ({ file: "p", digest: file.digest, discard: () => {} }),
      keep: (planned, digest) => {
        called.push(`keep with ${digest}`);
        kept.plan = planned;
      },
      saveForecast: () => called.push("remember"),
      forget: () => called.push("forget"),
    },
    dns: dnsOf(now, called),
  };
  return { use, called, kept, file };
}
