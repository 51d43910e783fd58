/**
 * Keeps one issue about one thing: opened when something is found, written anew in place, closed when it is well, reopened when it comes back. Each
 * comment sends mail to everybody who watches, so there is one only when what is found changes.
 */
export type IssueOutcome =
  | { state: "well"; said: string }
  /** It could not be looked at for a reason that passes by itself. */
  | { state: "later" }
  | {
      /** "unknown": nobody could look. What was found earlier stands until somebody can. */
      state: "found" | "unknown";
      title: string;
      body: string;
      /** Of what is found: the same as long as it is the same. */
      fingerprint: string;
      said: string;
    };

interface KnownIssue {
  number: number;
  url: string;
  isOpen: boolean;
  /** What it told last; undefined where that cannot be read. */
  told: { state: "found" | "unknown"; fingerprint: string } | undefined;
}

export interface KeepIssueEffects {
  issues: {
    /** Ours about this thing, oldest first. */
    list(): Promise<KnownIssue[]>;
    create(issue: { title: string; body: string }): Promise<{ url: string }>;
    write(number: number, changes: { body?: string; state?: "open" | "closed"; reason?: "completed" | "not_planned" }): Promise<void>;
    comment(number: number, body: string): Promise<void>;
  };
}

export interface KeptIssue {
  did: "opened" | "reopened" | "updated" | "closed" | "left";
  url: string;
}

/** @returns undefined where there is none, and none is needed. */
export async function keepIssue(outcome: IssueOutcome, { issues }: KeepIssueEffects): Promise<KeptIssue | undefined> {
  const all = await issues.list();
  const issue = all.find(({ isOpen }) => isOpen) ?? all[0];
  // A lost answer or two jobs at once made more than one.
  for (const { number, isOpen } of all) if (isOpen && number !== issue?.number) await issues.write(number, closedAs("not_planned"));

  if (outcome.state === "well") {
    if (!issue?.isOpen) return undefined;
    await issues.comment(issue.number, outcome.said);
    await issues.write(issue.number, closedAs("completed"));
    return { did: "closed", url: issue.url };
  }
  if (outcome.state === "later") return issue?.isOpen ? { did: "left", url: issue.url } : undefined;

  const { title, body, said, state, fingerprint } = outcome;
  if (!issue) return { did: "opened", url: (await issues.create({ title, body })).url };
  if (!issue.isOpen) {
    await issues.comment(issue.number, said);
    await issues.write(issue.number, { body, state: "open" });
    return { did: "reopened", url: issue.url };
  }
  if (state === "unknown" && issue.told?.state === "found") return { did: "left", url: issue.url };
  // Before the body: should the second call fail, the comment is written twice rather than never.
  if (issue.told?.state !== state || (state === "found" && issue.told.fingerprint !== fingerprint))
    await issues.comment(issue.number, said);
  await issues.write(issue.number, { body });
  return { did: "updated", url: issue.url };
}

const closedAs = (reason: "completed" | "not_planned") => ({ state: "closed" as const, reason });
