#!/usr/bin/env bash
# upgrade.sh <tag>: merges a release of Twinpost into your repository. Everything below environments/ stays as you have it, whatever the
# release changed there, so no example ever conflicts with your data. Leaves the merge uncommitted, for you to look at. docs/upgrade.md
set -euo pipefail

tag=${1:-}
if [ -z "$tag" ] || ! git rev-parse --verify --quiet "$tag^{commit}" >/dev/null; then
  printf 'upgrade.sh: no such release, got "%s", expected a tag such as v1.2.0\n  run `git fetch twinpost --tags` first; docs/upgrade.md says how to name the remote\n' "$tag" >&2
  exit 2
fi
cd "$(git rev-parse --show-toplevel)"
if [ -n "$(git status --porcelain --untracked-files=no)" ]; then
  printf 'upgrade.sh: you have changes that are not committed\n  commit or stash them first: a merge must be easy to undo\n' >&2
  exit 2
fi

# A conflict is not a failure yet: those below environments/ are settled here.
said=$(git merge --no-commit --no-ff "$tag" 2>&1) || true
if ! git rev-parse --verify --quiet MERGE_HEAD >/dev/null; then
  printf '%s\n' "$said" >&2
  case "$said" in Already*) exit 0 ;; *) exit 1 ;; esac
fi
git checkout --quiet HEAD -- environments
git diff --name-only -z --diff-filter=U -- environments | xargs -0 -r git rm -q --force --
git diff --cached --name-only -z --diff-filter=A HEAD -- environments | xargs -0 -r git rm -q --force --

conflicts=$(git diff --name-only --diff-filter=U)
if [ -n "$conflicts" ]; then
  printf 'upgrade.sh: these files were changed here and in the release:\n%s\n  resolve them, `git add` them, then `git commit`; or undo everything by `git merge --abort`\n' "$conflicts" >&2
  exit 1
fi
printf 'merged %s, not committed yet: run `npm ci && npx twinpost validate && npm test`, then `git commit`\n' "$tag"
