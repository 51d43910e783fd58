/**
 * Looks for drift: does the world still look as it did after the last apply? Changes nothing, takes no lock, and keeps no plan. What cannot be known
 * is "unknown", never "none".
 */
import { type Drifted, driftOf } from "../changes/drift";
import { declaringField } from "../declaration/declaring-field";
import { OperatorError } from "../declaration/operator-error";
import type { Result } from "../evidence/evidence";

export type Drift =
  | { state: "none"; why?: string }
  | { state: "drifted"; drifted: (Drifted & { declare: string[] })[] }
  /** @property passes it is so for a while only: somebody is applying. */
  | { state: "unknown"; why: string; remedy?: string; passes?: true };

export interface DriftEffects {
  stack: {
    /** Of its state. */
    lock(): Promise<{ who: string; created: string } | undefined>;
    /** Undefined: there is none. */
    state(): Promise<{ isEmpty: boolean; writtenAt: Date | undefined } | undefined>;
    /** Whether an apply is recorded. @throws OperatorError when that cannot be read. */
    wasApplied(): Promise<boolean>;
  };
  terraform: {
    requireVersion(): Promise<string>;
    synthesise(): Promise<void>;
    init(): Promise<unknown>;
    planRefreshOnly(file: string): Promise<unknown>;
    showPlan(file: string): Promise<unknown>;
  };
  plans: { file: string; delete(): void };
  /** Does not fail. */
  record(result: Result<"drift">): Promise<void>;
}

export async function lookForDrift(use: DriftEffects): Promise<Drift> {
  const found = await look(use).catch((error: unknown): Drift => {
    if (!(error instanceof OperatorError)) throw error;
    return { state: "unknown", why: error.message, ...(error.remedy ? { remedy: error.remedy } : {}) };
  });
  await use.record({
    state: found.state,
    addresses: found.state === "drifted" ? found.drifted.map(({ address }) => address) : [],
    ...("why" in found && found.why !== undefined ? { why: found.why } : {}),
  });
  return found;
}

async function look({ stack, terraform, plans }: DriftEffects): Promise<Drift> {
  const before = await stack.lock();
  if (before) return locked(before);
  const applied = await stack.state();
  if (!applied || applied.isEmpty) {
    if (!(await stack.wasApplied())) return { state: "none", why: "nothing is applied" };
    const remedy = "if it was destroyed on purpose, remove what declares it; else restore the newest version of the state in its bucket";
    return { state: "unknown", why: "it was applied, and its state is gone or empty", remedy };
  }
  await Promise.all([terraform.requireVersion(), terraform.synthesise()]);
  await terraform.init();
  let shown: unknown;
  try {
    await terraform.planRefreshOnly(plans.file);
    shown = await terraform.showPlan(plans.file);
  } finally {
    plans.delete();
  }
  // An apply that began, or ended, meanwhile looks like changes by others.
  const after = await stack.lock();
  if (after) return locked(after);
  if ((await stack.state())?.writtenAt?.getTime() !== applied.writtenAt?.getTime())
    return { state: "unknown", why: "somebody applied while this was looked at", remedy: "look again", passes: true };
  const drifted = driftOf(shown).map((each) => ({ ...each, declare: each.txt ? fieldsFor(each.txt) : [] }));
  return drifted.length === 0 ? { state: "none" } : { state: "drifted", drifted };
}

const locked = ({ who, created }: { who: string; created: string }): Drift => ({
  state: "unknown",
  why: `${who} has the lock of the state since ${created}`,
  remedy: "wait for that run, and look again",
  passes: true,
});

/** How the terms that somebody added to a record are declared, such as `spf.alsoInclude: "_spf.example.org"`. */
function fieldsFor({ before, after }: { before: string; after: string }): string[] {
  const subject = subjectOf(after);
  if (!subject) return [];
  const known = termsOf(before, subject);
  return termsOf(after, subject)
    .filter((term) => !known.includes(term))
    .map((term) => {
      const found = declaringField(term, subject);
      if ("refused" in found) return `"${term}" has no field: ${found.refused}`;
      return `${found.field}: "${found.value ?? valueIn(term, subject)}"`;
    });
}

type Subject = Parameters<typeof declaringField>[1];

function subjectOf(text: string): Subject | undefined {
  if (/^v=spf1( |$)/i.test(text)) return "spf";
  if (/^v=DMARC1\b/.test(text)) return "dmarc";
  return /^v=TLSRPTv1\b/.test(text) ? "tls-rpt" : undefined;
}

/** Lists of reports' addresses are one term for each. */
const termsOf = (text: string, subject: Subject): string[] =>
  subject === "spf"
    ? text.split(/ +/).slice(1).filter(Boolean)
    : text
        .split(";")
        .slice(1)
        .flatMap((tag) => {
          const [name = "", value = ""] = tag.split(/=(.*)/s).map((part) => part.trim());
          return name === "" ? [] : value.split(",").map((each) => `${name}=${each.trim()}`);
        });

const valueIn = (term: string, subject: Subject): string => {
  if (subject !== "spf") return term.replace(/^\w+=(mailto:)?/, "");
  return term.replace(/^\+?(include:)?/, "");
};
