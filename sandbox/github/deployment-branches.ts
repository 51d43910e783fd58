/**
 * Which refs an environment lets in. GitHub matches patterns as Ruby's File.fnmatch does with FNM_PATHNAME: "*" and "?" stop at a slash.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments. Not imitated: "**", sets, and escapes.
 */
import type { GithubEnvironment, Repository } from "./state";

export function admits({ branches, policies }: GithubEnvironment, ref: string, { protections }: Repository): boolean {
  if (branches === "all") return true;
  const { kind, name } = refOf(ref);
  if (branches === "protected") return kind === "branch" && protections.has(name);
  return policies.some((policy) => policy.type === kind && asExpression(policy.name).test(name));
}

/** A pull request's ref is a branch that has no other name. */
export const refOf = (ref: string): { kind: "branch" | "tag"; name: string } =>
  ref.startsWith("refs/tags/") ? { kind: "tag", name: ref.slice(10) } : { kind: "branch", name: ref.replace(/^refs\/heads\//, "") };

const asExpression = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "[^/]*")
      .replaceAll("?", "[^/]")}$`,
  );
