/** GitHub may deliver an event twice: two jobs keep the same comment at once. Whoever comes second finds everything as it was left, and fails at nothing. */
import { createGithubClient, type Github } from "../../../adapters/github/client";
import { createComment, deleteComment, listComments, updateComment } from "../../../adapters/github/comments";
import { removePattern } from "../../../adapters/github/environments";
import { keepComment } from "../../../workflows/keep-comment";
import { startWorld, type World } from "../../sandbox/github/world";

const repository = { owner: "market-edge", name: "email" };
let world: World;
let github: Github;
let number: number;
beforeEach(async () => {
  world = await startWorld();
  const { url: baseUrl, token } = world.github;
  github = await createGithubClient({ baseUrl, token, sleep: async () => {} });
  const { body } = await world.call("POST", "/repos/market-edge/email/pulls", { title: "Topic", head: "topic", base: "main" });
  number = body.number;
});
afterEach(() => world.github.stop());

/** Lets all go on once each of them has come so far. */
function meeting(count: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === count) for (const go of waiting.splice(0)) go();
    });
}

/** @param meets before which of its listings a job waits for the other. */
function jobsOf(meets: readonly number[]) {
  const met = meeting(2);
  return (body: string) => {
    let listed = 0;
    return keepComment(body, {
      comments: {
        list: async () => {
          const now = listed++;
          // The second time both have written before either looks, the first and second time both have looked before either goes on.
          if (now === 1 && meets.includes(1)) await met();
          const found = await listComments(github, repository, number);
          if (meets.includes(now)) await met();
          return found;
        },
        create: (text) => createComment(github, repository, number, text),
        update: (id, text) => updateComment(github, repository, id, text),
        delete: (id) => deleteComment(github, repository, id),
      },
    });
  };
}

const bodies = async (): Promise<string[]> => (await listComments(github, repository, number)).map(({ body }) => body);

test.each([
  ["both look before either writes, and again before either deletes", [0, 1]],
  ["both look before either writes", [0]],
  ["one after the other", []],
])("%s: one comment is left", async (_, meets) => {
  const keep = jobsOf(meets);
  const kept = meets.length === 0 ? [await keep("one"), await keep("two")] : await Promise.all([keep("one"), keep("two")]);
  const left = await bodies();
  expect(left).toHaveLength(1);
  expect(["one", "two"]).toContain(left[0]);
  expect(kept.map(({ id }) => id)).toEqual([kept[0]?.id, kept[0]?.id]);
});

test("what is gone counts as deleted, what may not be deleted does not", async () => {
  const { id } = await createComment(github, repository, number, "x");
  await deleteComment(github, repository, id);
  await expect(deleteComment(github, repository, id)).resolves.toBeUndefined();
  await expect(removePattern(github, repository, "nowhere", 1)).resolves.toBeUndefined();
  const token = world.github.issueToken({ pull_requests: "read" }, { kind: "job" });
  const reader = await createGithubClient({ baseUrl: world.github.url, token, sleep: async () => {} });
  const other = await createComment(github, repository, number, "y");
  await expect(deleteComment(reader, repository, other.id)).rejects.toMatchObject({ status: 403 });
});
