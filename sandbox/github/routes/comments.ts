/** Comments of issues and of pull requests: https://docs.github.com/en/rest/issues/comments */
import { z } from "zod";
import { commentAnswer } from "../answers/issue";
import type { Comment } from "../contents";
import { GithubError, notFound } from "../github-error";
import { type AddRepositoryRoute, page, type RepositoryCall, readBody } from "./add-route";
import { knownIssue } from "./issues";

const longest = 65_536;
const text = z.strictObject({ body: z.string().min(1) });
const anyRead = "issues=read; pull_requests=read";
const anyWrite = "issues=write; pull_requests=write";

export function commentRoutes(add: AddRepositoryRoute): void {
  const show = ({ repository, api }: RepositoryCall, comment: Comment): object => commentAnswer(comment, repository, api);

  add("GET", "/issues/:number/comments", anyRead, (call) => {
    const { number } = knownIssue(call);
    const since = call.context.req.query("since") ?? "";
    const comments = [...call.repository.comments.values()].filter(({ issue, updatedAt }) => issue === number && updatedAt >= since);
    return page(call, comments, (comment) => show(call, comment));
  });

  add("POST", "/issues/:number/comments", anyWrite, async (call) => {
    const issue = knownIssue(call);
    const body = await readText(call);
    const times = { createdAt: call.now(), updatedAt: call.now() };
    const comment = { id: call.state.newId(), issue: issue.number, body, user: call.token.user, minimised: undefined, ...times };
    call.repository.comments.set(comment.id, comment);
    issue.updatedAt = call.now();
    return call.context.json(show(call, comment), 201);
  });

  add("GET", "/issues/comments/:comment", anyRead, (call) => call.context.json(show(call, known(call))));

  add("PATCH", "/issues/comments/:comment", anyWrite, async (call) => {
    const comment = Object.assign(known(call), { body: await readText(call), updatedAt: call.now() });
    return call.context.json(show(call, comment));
  });

  add("DELETE", "/issues/comments/:comment", anyWrite, (call) => {
    call.repository.comments.delete(known(call).id);
    return call.context.body(null, 204);
  });
}

/** GitHub counts characters. */
async function readText(call: RepositoryCall): Promise<string> {
  const { body } = await readBody(call, text);
  if ([...body].length <= longest) return body;
  const message = `Body is too long (maximum is ${longest} characters)`;
  throw new GithubError(422, "Validation Failed", {}, [{ resource: "IssueComment", code: "unprocessable", field: "data", message }]);
}

const known = ({ repository, param }: RepositoryCall): Comment => repository.comments.get(Number(param("comment"))) ?? notFound();
