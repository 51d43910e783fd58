/** Commits and what they change, as GitHub shows them. */
import { createHash } from "node:crypto";
import type { Commit, FileChange } from "../contents";
import type { Comparison } from "../history";
import { nodeId } from "../node-id";
import type { Repository } from "../state";
import type { User } from "../user";
import { simpleUser } from "./account";
import { repositoryPage, repositoryUrl } from "./repository";

export function commitAnswer(commit: Commit, repository: Repository, api: string): object {
  const { sha, message, parents, author, at } = commit;
  const url = `${repositoryUrl(repository, api)}/commits/${sha}`;
  const [page, git] = [repositoryPage(repository), `${repositoryUrl(repository, api)}/git`];
  const who = { ...gitUser(author), date: at };
  const tree = treeOf(sha);
  return {
    ...{ sha, node_id: nodeId("C", sha), url, html_url: `${page}/commit/${sha}`, comments_url: `${url}/comments` },
    commit: {
      ...{ author: who, committer: who, message, tree: { sha: tree, url: `${git}/trees/${tree}` }, url: `${git}/commits/${sha}` },
      ...{ comment_count: 0, verification: { verified: false, reason: "unsigned", payload: null, signature: null, verified_at: null } },
    },
    ...{ author: simpleUser(author, api), committer: simpleUser(author, api) },
    parents: parents.map((parent) => ({
      ...{ sha: parent, url: `${repositoryUrl(repository, api)}/commits/${parent}`, html_url: `${page}/commit/${parent}` },
    })),
  };
}

/** With its files, as it is shown alone. */
export function fullCommit(commit: Commit, repository: Repository, api: string): object {
  const [additions, deletions] = [sum(commit.files, "additions"), sum(commit.files, "deletions")];
  return {
    ...commitAnswer(commit, repository, api),
    stats: { additions, deletions, total: additions + deletions },
    files: commit.files.map((file) => fileAnswer(file, commit.sha, repository, api)),
  };
}

export function fileAnswer(
  { filename, status, additions, deletions, patch }: FileChange,
  sha: string,
  repository: Repository,
  api: string,
) {
  const path = filename.split("/").map(encodeURIComponent).join("/");
  const page = repositoryPage(repository);
  return {
    ...{ sha: createHash("sha1").update(`${sha} ${filename}`).digest("hex"), filename, status, additions, deletions },
    ...{ changes: additions + deletions, blob_url: `${page}/blob/${sha}/${path}`, raw_url: `${page}/raw/${sha}/${path}` },
    contents_url: `${repositoryUrl(repository, api)}/contents/${path}?ref=${sha}`,
    ...(patch === undefined ? {} : { patch }),
  };
}

export function comparisonAnswer(
  { mergeBase, ahead, behind, files }: Comparison,
  { base, head, name }: { base: Commit; head: Commit; name: string },
  repository: Repository,
  api: string,
): object {
  const page = `${repositoryPage(repository)}/compare/${name}`;
  const show = (commit: Commit): object => commitAnswer(commit, repository, api);
  const status = ahead.length > 0 ? (behind.length > 0 ? "diverged" : "ahead") : behind.length > 0 ? "behind" : "identical";
  return {
    ...{ url: `${repositoryUrl(repository, api)}/compare/${name}`, html_url: page, permalink_url: page },
    ...{ diff_url: `${page}.diff`, patch_url: `${page}.patch`, base_commit: show(base), merge_base_commit: show(mergeBase) },
    ...{ status, ahead_by: ahead.length, behind_by: behind.length, total_commits: ahead.length },
    ...{ commits: ahead.map(show), files: files.map((file) => fileAnswer(file, head.sha, repository, api)) },
  };
}

export const treeOf = (sha: string): string => createHash("sha1").update(`tree ${sha}`).digest("hex");
export const sum = (files: readonly FileChange[], what: "additions" | "deletions"): number =>
  files.reduce((total, file) => total + file[what], 0);
/** As Git keeps it; GitHub's own address of a user who hides theirs. */
export const gitUser = ({ login, id }: User): { name: string; email: string } => ({
  name: login,
  email: `${id}+${login}@users.noreply.github.com`,
});
