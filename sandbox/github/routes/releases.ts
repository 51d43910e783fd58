/** Releases: https://docs.github.com/en/rest/releases/releases. Not imitated: assets, changes, notes made by GitHub. */
import { z } from "zod";
import { simpleUser } from "../answers/account";
import { repositoryPage, repositoryUrl } from "../answers/repository";
import { notFound } from "../github-error";
import { resolveRef } from "../history";
import { nodeId } from "../node-id";
import type { Release } from "../verdicts";
import { type AddRepositoryRoute, page, type RepositoryCall, readBody, refuseField } from "./add-route";

const created = z.strictObject({
  ...{ tag_name: z.string().min(1), target_commitish: z.string().optional(), name: z.string().nullish(), body: z.string().nullish() },
  ...{ draft: z.boolean().default(false), prerelease: z.boolean().default(false) },
});

export function releaseRoutes(add: AddRepositoryRoute): void {
  const newestFirst = ({ repository }: RepositoryCall): Release[] => [...repository.releases].reverse();
  const published = (call: RepositoryCall): Release[] => newestFirst(call).filter(({ isDraft }) => !isDraft);

  add("GET", "/releases", "contents=read", (call) => page(call, newestFirst(call), (release) => show(release, call)));

  add("POST", "/releases", "contents=write", async (call) => {
    const { tag_name: tag, target_commitish, name = null, body = null, draft, prerelease } = await readBody(call, created);
    const { repository } = call;
    const target = target_commitish ?? repository.defaultBranch;
    if (repository.releases.some((each) => each.tag === tag && !each.isDraft)) return refuseField("Release", "tag_name", "already_exists");
    const commit = resolveRef(repository, target);
    if (!commit) return refuseField("Release", "target_commitish", "invalid");
    if (!draft && !repository.tags.has(tag)) repository.tags.set(tag, commit.sha);
    const about = { tag, target, name, body, isDraft: draft, isPrerelease: prerelease };
    const release: Release = { ...about, id: call.state.newId(), author: call.token.user, createdAt: call.now() };
    repository.releases.push(release);
    return call.context.json(show(release, call), 201);
  });

  add("GET", "/releases/latest", "contents=read", (call) =>
    call.context.json(show(published(call).find(({ isPrerelease }) => !isPrerelease) ?? notFound(), call)),
  );

  add("GET", "/releases/tags/:tag", "contents=read", (call) =>
    call.context.json(show(published(call).find(({ tag }) => tag === call.param("tag")) ?? notFound(), call)),
  );
}

function show(
  { id, tag, target, name, body, isDraft, isPrerelease, author, createdAt }: Release,
  { repository, api }: RepositoryCall,
): object {
  const [all, url] = [repositoryUrl(repository, api), `${repositoryUrl(repository, api)}/releases/${id}`];
  return {
    ...{ url, html_url: `${repositoryPage(repository)}/releases/tag/${encodeURIComponent(tag)}`, assets_url: `${url}/assets` },
    ...{ upload_url: `${url.replace("api.", "uploads.")}/assets{?name,label}`, tarball_url: isDraft ? null : `${all}/tarball/${tag}` },
    ...{ zipball_url: isDraft ? null : `${all}/zipball/${tag}`, id, node_id: nodeId("RE", id), tag_name: tag, target_commitish: target },
    ...{ name, body, draft: isDraft, prerelease: isPrerelease, created_at: createdAt, published_at: isDraft ? null : createdAt },
    ...{ author: simpleUser(author, api), assets: [] },
  };
}
