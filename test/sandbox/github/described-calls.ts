/** One call of each route that succeeds, in an order in which each finds what it needs. */
import { repositoryPath } from "./world";

/** @param by "job" for what only a job's token may do. */
type DescribedCall = [method: string, path: string, body?: object, by?: "job"];

const prod = `${repositoryPath}/environments/prod`;
const custom = { deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } };
const reviewers = [
  { type: "User", id: 2 },
  { type: "Team", id: 3 },
];
const below = (path: string): string => `${repositoryPath}${path}`;

const annotations = [{ path: "a.ts", start_line: 1, end_line: 1, annotation_level: "notice", message: "x" }];
const protection = {
  ...{ required_status_checks: { strict: true, contexts: ["plan"] }, enforce_admins: true, restrictions: null },
  required_pull_request_reviews: { required_approving_review_count: 2 },
};
const publicKey = `GET ${below("/environments/gated/secrets/public-key")}`;

/** @param idOf an earlier answer's id, by the call that got it. */
export const describedCalls = (idOf: (call: string) => number | string, shaOf: (branch: string) => string): (() => DescribedCall)[] => [
  () => ["GET", "/users/ada"],
  () => ["GET", "/orgs/market-edge"],
  () => ["GET", "/orgs/market-edge/teams/platform"],
  () => ["GET", repositoryPath],
  () => ["PUT", "/orgs/market-edge/actions/oidc/customization/sub", { include_claim_keys: ["repo"], use_immutable_subject: true }],
  () => ["GET", "/orgs/market-edge/actions/oidc/customization/sub"],
  () => ["PUT", below("/actions/oidc/customization/sub"), { use_default: false, include_claim_keys: ["repo", "context"] }],
  () => ["GET", below("/actions/oidc/customization/sub")],
  () => ["PUT", prod, { ...custom, reviewers, prevent_self_review: true, wait_timer: 30 }],
  () => ["GET", prod],
  () => ["GET", below("/environments")],
  () => ["POST", `${prod}/deployment-branch-policies`, { name: "main" }],
  () => ["GET", `${prod}/deployment-branch-policies`],
  () => ["DELETE", `${prod}/deployment-branch-policies/${idOf(`POST ${prod}/deployment-branch-policies`)}`],
  () => ["POST", `${prod}/variables`, { name: "A", value: "x" }],
  () => ["GET", `${prod}/variables`],
  () => ["GET", `${prod}/variables/A`],
  () => ["PATCH", `${prod}/variables/A`, { value: "y" }],
  () => ["DELETE", `${prod}/variables/A`],
  () => ["DELETE", prod],
  () => ["POST", below("/issues"), { title: "drift", labels: ["drift"], body: null }],
  () => ["GET", below("/issues")],
  () => ["GET", below("/issues/1")],
  () => ["PATCH", below("/issues/1"), { state: "closed", state_reason: "completed" }],
  () => ["POST", below("/pulls"), { title: "more", head: "topic", base: "main", body: "text" }],
  () => ["POST", below("/issues/2/comments"), { body: "a plan" }],
  () => ["GET", below("/issues/2/comments")],
  () => ["GET", below(`/issues/comments/${idOf(`POST ${below("/issues/2/comments")}`)}`)],
  () => ["PATCH", below(`/issues/comments/${idOf(`POST ${below("/issues/2/comments")}`)}`), { body: "another" }],
  () => ["DELETE", below(`/issues/comments/${idOf(`POST ${below("/issues/2/comments")}`)}`)],
  () => ["GET", below("/pulls")],
  () => ["GET", below("/pulls/2")],
  () => ["PATCH", below("/pulls/2"), { title: "most" }],
  () => ["GET", below("/pulls/2/files")],
  () => ["GET", below("/commits?sha=topic")],
  () => ["GET", below("/commits/topic")],
  () => ["GET", below("/contents/a%20b/c.ts?ref=topic")],
  () => ["GET", below("/commits/topic/pulls")],
  () => ["GET", below("/compare/main...topic")],
  () => ["PUT", below("/pulls/2/merge"), {}],
  () => [
    "POST",
    below("/deployments"),
    { ref: "main", environment: "prod", auto_merge: false, required_contexts: [], payload: { how: "merge" } },
  ],
  () => ["GET", below("/deployments")],
  () => ["GET", below(`/deployments/${idOf(`POST ${below("/deployments")}`)}`)],
  () => [
    "POST",
    below(`/deployments/${idOf(`POST ${below("/deployments")}`)}/statuses`),
    { state: "success", log_url: "https://github.com/x", auto_inactive: true },
  ],
  () => ["GET", below(`/deployments/${idOf(`POST ${below("/deployments")}`)}/statuses`)],
  () => ["POST", below("/actions/workflows/apply.yml/dispatches"), { ref: "main", return_run_details: true }],
  () => ["GET", below("/actions/runs")],
  () => ["GET", below("/actions/workflows/apply.yml")],
  () => ["GET", below("/actions/workflows/apply.yml/runs")],
  () => ["GET", below("/actions/runs/5")],
  () => ["GET", below("/actions/runs/5/jobs")],
  () => ["GET", below("/actions/artifacts")],
  () => ["GET", below("/actions/runs/5/artifacts")],
  () => ["GET", below("/actions/artifacts/6")],
  () => ["GET", below("/actions/artifacts/6/zip")],
  () => ["GET", below("/actions/runs/5/pending_deployments")],
  () => ["POST", below("/check-runs"), { name: "plan", head_sha: shaOf("main"), output: { summary: "no changes" } }, "job"],
  () => ["GET", below(`/check-runs/${idOf(`POST ${below("/check-runs")}`)}`)],
  () => [
    "PATCH",
    below(`/check-runs/${idOf(`POST ${below("/check-runs")}`)}`),
    { conclusion: "success", output: { summary: "", annotations } },
    "job",
  ],
  () => ["GET", below(`/check-runs/${idOf(`POST ${below("/check-runs")}`)}/annotations`)],
  () => ["GET", below("/commits/main/check-runs")],
  () => ["POST", below(`/statuses/${shaOf("main")}`), { state: "success", context: "plan" }],
  () => ["GET", below("/commits/main/statuses")],
  () => ["GET", below("/commits/main/status")],
  () => ["POST", below("/git/refs"), { ref: "refs/heads/a/b", sha: shaOf("topic") }],
  () => ["GET", below("/git/ref/heads/a/b")],
  () => ["PATCH", below("/git/refs/heads/a/b"), { sha: shaOf("main"), force: true }],
  () => ["DELETE", below("/git/refs/heads/a/b")],
  () => ["POST", below("/releases"), { tag_name: "v1" }],
  () => ["GET", below("/releases")],
  () => ["GET", below("/releases/latest")],
  () => ["GET", below("/releases/tags/v1")],
  () => ["PUT", below("/branches/main/protection"), protection],
  () => ["GET", below("/branches/main/protection")],
  () => ["DELETE", below("/branches/main/protection")],
  () => ["GET", below("/environments/gated/secrets/public-key")],
  () => ["PUT", below("/environments/gated/secrets/A"), { encrypted_value: "A".repeat(80), key_id: idOf(publicKey) }],
  () => ["GET", below("/environments/gated/secrets")],
  () => ["GET", below("/environments/gated/secrets/A")],
  () => ["DELETE", below("/environments/gated/secrets/A")],
  () => ["GET", "/rate_limit"],
  () => ["POST", below("/actions/runs/5/pending_deployments"), { environment_ids: [7], state: "approved", comment: "" }],
];
