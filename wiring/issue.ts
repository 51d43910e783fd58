/** Wires the issues that Twinpost keeps at GitHub: in a job that may write them. */

import { findSecret } from "../adapters/find-secret";
import { createComment } from "../adapters/github/comments";
import { createIssue, listIssuesOf, updateIssue } from "../adapters/github/issues";
import { OperatorError } from "../declaration/operator-error";
import { type IssueParts, issueText, withoutDetails } from "../reports/issue/issue";
import { type IssueSubject, isAbout, readIssueMarker } from "../reports/issue/marker";
import { type KeepIssueEffects, keepIssue } from "../workflows/keep-issue";
import { placeOf } from "./comment";
import type { Connections } from "./connections";
import { githubJob } from "./github-job";
import { jobsAuthor } from "./own-comment";
import { type ConnectedJob, connectJob } from "./pull-request";

export interface Issues {
  /** Of the job's run, for the text. */
  runUrl: string;
  connected: ConnectedJob;
  /** Nothing is thrown: what was found is told elsewhere, too, and the next target must not wait for GitHub. */
  keep(
    subject: IssueSubject,
    outcome: { state: "well"; said: string } | { state: "later" } | Omit<IssueParts, "subject" | "runUrl">,
  ): Promise<void>;
  /** Whether all of them could be written. */
  areKept(): boolean;
}

/** @throws OperatorError with exit code 2 outside a job, or without a token. */
export async function openIssues(connections: Connections): Promise<Issues> {
  const job = githubJob(connections.env);
  const connected = job && (await connectJob(job, connections));
  if (!connected)
    throw new OperatorError(
      "--issue is for a job of GitHub's that has a token",
      "leave it out here; in a job set GITHUB_TOKEN and `permissions: issues: write`",
      { exitCode: 2 },
    );
  const { runUrl } = placeOf(connected.job, undefined, connections);
  let areKept = true;
  return {
    ...{ runUrl, connected },
    areKept: () => areKept,
    keep: async (subject, outcome) => {
      try {
        const told = "title" in outcome ? textOf({ ...outcome, subject, runUrl }, connections) : outcome;
        const kept = await keepIssue(told, keepIssueEffects(subject, connected));
        if (kept) connections.narrate(`${subject.kind} of ${subject.of}: issue ${kept.did}, ${kept.url}`);
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        areKept = false;
        connections.narrate(`the issue about ${subject.kind} of ${subject.of} was not written: ${error.message}`);
      }
    },
  };
}

function textOf(parts: IssueParts, { env }: Connections) {
  const text = issueText(parts);
  const found = findSecret([JSON.stringify(parts), text.title, text.body].join("\n"), env);
  return found === undefined ? text : withoutDetails(parts, found);
}

function keepIssueEffects(subject: IssueSubject, { github, repository }: ConnectedJob): KeepIssueEffects {
  return {
    issues: {
      list: async () =>
        (await listIssuesOf(github, repository, jobsAuthor))
          .map((issue) => ({ ...issue, told: readIssueMarker(issue.body) }))
          .filter(({ author, told }) => author === jobsAuthor && isAbout(subject, told)),
      create: (issue) => createIssue(github, repository, issue),
      write: (number, changes) => updateIssue(github, repository, number, changes),
      comment: async (number, body) => void (await createComment(github, repository, number, body)),
    },
  };
}
