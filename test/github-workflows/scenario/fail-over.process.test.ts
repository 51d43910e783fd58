/** fail-over.yml, as GitHub runs it: by hand, on main, without waiting for anybody. */
import { Runner } from "../act/runner";
import { ada, grace, openWorkplace, setUp, type Workplace } from "../place";

let place: Workplace;
let runner: Runner;

beforeAll(async () => {
  place = await openWorkplace();
  runner = new Runner(place);
  await setUp(place, ["staging"]);
}, 300_000);
afterAll(() => place?.end());

const dispatch = (inputs: Record<string, string>) => ({
  ...{ workflow: "fail-over.yml", event: "workflow_dispatch", actor: ada, inputs: { reason: "the provider is down", to: "", ...inputs } },
  sha: place.git("rev-parse", "main"),
});

test("sends through the other provider, and back", async () => {
  const run = await runner.start(dispatch({ what: "fail-over", env: "staging" }));
  expect(run.log()).toContain("switched from sendgrid to ses");
  expect(run.job("act").result).toBe("success");
}, 120_000);

test("a branch cannot do it", async () => {
  const sha = place.commit("topic", "Topic", { "environments/note.md": "x" }, grace);
  const run = await runner.start({ ...dispatch({ what: "fail-over", env: "staging" }), ref: "refs/heads/topic", sha });
  expect(run.job("act").result).toBe("refused");
}, 120_000);
