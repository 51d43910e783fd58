/**
 * A file as it is at a commit: https://docs.github.com/en/rest/repos/contents. Only of files whose text whoever pushed them has told. Not imitated:
 * folders, writing, other media types.
 */
import { createHash } from "node:crypto";
import { repositoryPage, repositoryUrl } from "../answers/repository";
import { notFound } from "../github-error";
import { historyOf, resolveRef } from "../history";
import type { AddRepositoryRoute } from "./add-route";

export function contentRoutes(add: AddRepositoryRoute): void {
  add("GET", "/contents/:path{.+}", "contents=read", ({ repository, context, param, api }) => {
    const ref = context.req.query("ref") ?? repository.defaultBranch;
    const path = param("path");
    const commit = resolveRef(repository, ref) ?? notFound();
    const changes = historyOf(repository, commit).flatMap(({ files }) => files.filter(({ filename }) => filename === path));
    const [newest] = changes;
    if (newest?.text === undefined || newest.status === "removed") return notFound();
    const content = Buffer.from(newest.text);
    // As git names a blob.
    const sha = createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
    const where = path.split("/").map(encodeURIComponent).join("/");
    const [url, git] = [
      `${repositoryUrl(repository, api)}/contents/${where}?ref=${ref}`,
      `${repositoryUrl(repository, api)}/git/blobs/${sha}`,
    ];
    const html = `${repositoryPage(repository)}/blob/${ref}/${where}`;
    return context.json({
      ...{ type: "file", encoding: "base64", size: content.length, name: path.replace(/.*\//, ""), path, sha, url },
      ...{ content: content.toString("base64").replace(/.{60}/g, "$&\n"), git_url: git, html_url: html, download_url: null },
      _links: { self: url, git, html },
    });
  });
}
