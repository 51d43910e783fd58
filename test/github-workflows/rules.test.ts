/** What act ignores about the files in .github/workflows, held on the parsed files: rights, approvals, groups, pins, times, injections. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { providersWithAge, rotationPolicy } from "../../declaration/rotation";
import { connect } from "../../wiring/connections";
import { nextInWindow } from "../../workflows/rotate/window";
import { root } from "../structure/sources";
import { environmentOf, type Job, jobsOf, readWorkflow, type Workflow, workflowFiles } from "./workflow-file";

const workflows = workflowFiles().map(readWorkflow);
const jobs = workflows.flatMap(jobsOf);
const steps = jobs.flatMap(({ job, where }) => job.steps.map((step, index) => ({ step, where: `${where} step ${index + 1}` })));
const named = <T extends { where: string }>(list: T[]): string[] => list.map(({ where }) => where);

test("the files are read", () => {
  expect(workflows.length).toBeGreaterThan(1);
  expect(steps.length).toBeGreaterThan(10);
});

test("a file gives no rights, each job takes its own and says why", () => {
  expect(workflows.filter(({ permissions }) => JSON.stringify(permissions) !== "{}").map(({ file }) => file)).toEqual([]);
  expect(named(jobs.filter(({ job }) => job.permissions === undefined))).toEqual([]);
  const bare = workflows.flatMap(({ file, text }) =>
    [...text.matchAll(/^ {6}[a-z-]+: (?:read|write)$/gm)].map(([line]) => `${file}: ${line.trim()}`),
  );
  expect(bare).toEqual([]);
});

/** What each right is for; a job with a right that nothing here allows is a new decision. */
const writers: Record<string, RegExp> = {
  "id-token": /^/,
  "pull-requests": /\btwinpost comment\b/,
  issues: /--issue\b/,
  actions: /^(?!)/,
  deployments: /\btwinpost (apply|promote|roll-back)\b/,
};

test("a right to write is only where a verb uses it", () => {
  const unused = jobs.flatMap(({ job, where }) => {
    const text = job.steps.map(({ run = "", uses = "" }) => `${run} ${uses}`).join("\n");
    return Object.entries(job.permissions ?? {})
      .filter(([right, level]) => level === "write" && !writers[right]?.test(text))
      .map(([right]) => `${where}: ${right}`);
  });
  expect(unused).toEqual([]);
});

test("an identity is asked for only where a role is taken", () => {
  const takes = ({ uses = "", run = "" }: { uses?: string; run?: string }): boolean =>
    uses.startsWith("aws-actions/configure-aws-credentials@") || /\btwinpost (plan|verify|drift|promote|roll-back)\b/.test(run);
  const odd = jobs.filter(({ job }) => (job.permissions?.["id-token"] === "write") !== job.steps.some(takes));
  expect(named(odd)).toEqual([]);
});

/** Verbs that change something with --apply, and one that always does. */
const changes = /\btwinpost (?:\S+ .*--apply\b|seed-test\b)/;

test("a job that changes anything names an environment, and no other job does", () => {
  const odd = jobs.filter(({ job }) => job.steps.some(({ run = "" }) => changes.test(run)) !== (environmentOf(job) !== undefined));
  expect(named(odd)).toEqual([]);
});

/** The environments without reviewers are those of the role for rotations. */
test("only rotation and emergencies use the environments that wait for nobody", () => {
  const gated = jobs.filter(({ job }) => environmentOf(job) !== undefined);
  const free = gated.filter(({ job }) => environmentOf(job)?.endsWith("-rotate"));
  expect([...new Set(free.map(({ where }) => where.replace(/ .*/, "")))].sort()).toEqual(
    ["fail-over.yml", "rotate.yml", "verify.yml"].filter((file) => workflowFiles().includes(file)),
  );
  const wrong = free.filter(({ job }) => job.steps.some(({ run = "" }) => /\btwinpost (apply|promote|roll-back|destroy)\b/.test(run)));
  expect(named(wrong)).toEqual([]);
});

test("what waits for an approval, or must not wait, is in no concurrency group", () => {
  expect(named(jobs.filter(({ job }) => environmentOf(job) !== undefined && job.concurrency !== undefined))).toEqual([]);
  const grouped = workflows.filter(({ concurrency, jobs: all }) => concurrency && Object.values(all).some((job) => environmentOf(job)));
  expect(grouped.map(({ file }) => file)).toEqual([]);
});

test("only what a newer commit of the same pull request replaces is cancelled", () => {
  const cancelled = workflows.filter(
    ({ concurrency }) => typeof concurrency === "object" && concurrency["cancel-in-progress"] !== undefined,
  );
  for (const { on } of cancelled) expect(on).toHaveProperty("pull_request");
  expect(cancelled.map(({ file }) => file)).toEqual(["ci.yml", "plan.yml"]);
});

test("every job ends by itself", () => {
  expect(named(jobs.filter(({ job }) => !(Number(job["timeout-minutes"]) <= 45)))).toEqual([]);
});

test("a step's command holds no expression: values come by variables", () => {
  expect(named(steps.filter(({ step }) => step.run?.includes("${{")))).toEqual([]);
});

test("what anybody may have written is never an expression's value, but for the variables of a step", () => {
  const written = /github\.event\.(?!pull_request\.(?:base\.sha|number|head\.repo\.full_name)\b|before\b|schedule\b)|github\.head_ref/;
  const found = workflows.flatMap(({ file, text }) =>
    text
      .split("\n")
      .filter((line) => written.test(line))
      .map((line) => `${file}: ${line}`),
  );
  expect(found).toEqual([]);
});

test("no file runs the code of a fork with rights: pull_request_target and workflow_run are not used", () => {
  const triggers = workflows.flatMap(({ file, on }) => Object.keys(on).map((name) => `${file} ${name}`));
  expect(triggers.filter((each) => / (pull_request_target|workflow_run|issue_comment)$/.test(each))).toEqual([]);
});

test("a pull request's jobs have no environment, and write nothing but its comment", () => {
  const ours = workflows.filter(({ on }) => "pull_request" in on).flatMap(jobsOf);
  expect(ours.length).toBeGreaterThan(3);
  expect(named(ours.filter(({ job }) => environmentOf(job) !== undefined))).toEqual([]);
  const writes = ours.flatMap(({ job, where }) =>
    Object.entries(job.permissions ?? {}).flatMap(([right, level]) =>
      level === "write" && right !== "id-token" ? [`${where}: ${right}`] : [],
    ),
  );
  expect(writes).toEqual(["plan.yml comment: pull-requests"]);
});

test("the job that synthesises has no credential, and the one that plans runs no synthesis", () => {
  const { synthesise, plan } = readWorkflow("plan.yml").jobs;
  expect(synthesise?.permissions).toEqual({ contents: "read" });
  expect(JSON.stringify(synthesise)).not.toMatch(/github\.token|secrets\./);
  expect(plan?.steps.map(({ run }) => run).join("\n")).not.toContain("synth\n");
  expect(plan?.steps.map(({ run }) => run).join("\n")).toContain("--synthesised");
});

test("no secret of GitHub's is used: tokens are in AWS, and roles are taken with identities", () => {
  expect(workflows.filter(({ text }) => /\bsecrets\./.test(text)).map(({ file }) => file)).toEqual([]);
});

test("a token of the job goes to the steps that use it", () => {
  const atLarge = workflows
    .flatMap((workflow: Workflow) => jobsOf(workflow))
    .filter(({ job }) => JSON.stringify(job.env ?? {}).includes("github.token"));
  expect(named(atLarge)).toEqual([]);
});

test("packages are installed without their scripts, and no cache is shared", () => {
  expect(
    named(steps.filter(({ step }) => /\bnpm (ci|i|install)\b/.test(step.run ?? "") && !step.run?.includes("--ignore-scripts"))),
  ).toEqual([]);
  expect(named(steps.filter(({ step }) => step.uses?.startsWith("actions/cache")))).toEqual([]);
  const nodes = steps.filter(({ step }) => step.uses?.startsWith("actions/setup-node@"));
  expect(named(nodes.filter(({ step }) => step.with?.["package-manager-cache"] !== false || step.with.cache !== undefined))).toEqual([]);
});

test("a checkout leaves no token behind", () => {
  const checkouts = steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));
  expect(checkouts.length).toBeGreaterThan(3);
  expect(named(checkouts.filter(({ step }) => step.with?.["persist-credentials"] !== false))).toEqual([]);
});

test("Terraform's words and exit codes reach the verb as they are", () => {
  const terraforms = steps.filter(({ step }) => step.uses?.startsWith("hashicorp/setup-terraform@"));
  expect(named(terraforms.filter(({ step }) => step.with?.terraform_wrapper !== false))).toEqual([]);
});

/** A name belongs to the run, whichever attempt of it: https://github.com/actions/upload-artifact#not-uploading-to-the-same-artifact */
test("a run that is run again replaces what it uploaded", () => {
  const uploads = steps.filter(({ step }) => step.uses?.startsWith("actions/upload-artifact@"));
  expect(uploads.length).toBeGreaterThan(3);
  expect(named(uploads.filter(({ step }) => step.with?.overwrite !== true))).toEqual([]);
});

test("a file that another may call asks for the same with the same words, and sends no mail unless it is told to", () => {
  const { workflow_call: called, workflow_dispatch: byHand } = readWorkflow("verify.yml").on;
  const typesOf = (on: typeof called): string[] => Object.entries(on?.inputs ?? {}).map(([name, { type }]) => `${name} ${type}`);
  expect(typesOf(called)).toEqual(typesOf(byHand));
  expect(called?.inputs).toMatchObject({ env: { default: "all" }, "seed-test": { default: false } });
});

/** What is applied from changed files is no release: what jobs write must not look like that. */
test("git ignores what a job writes into its checkout", () => {
  const ignored = readFileSync(join(root, ".gitignore"), "utf8").split("\n");
  const folders = steps.flatMap(({ step }) => [
    ...[...(step.run ?? "").matchAll(/--(?:share|plans|applied|synthesised) ([\w.-]+)/g)].map(([, folder = ""]) => folder),
    ...(step.uses && step.with?.path ? [String(step.with.path).split("/")[0] ?? ""] : []),
  ]);
  expect(new Set(folders)).toEqual(new Set(["applied", "base", "planned", "synthesised", "cdktf.out", ".twinpost"]));
  expect(folders.filter((folder) => !ignored.includes(`/${folder}/`) && !ignored.includes(`${folder}/`))).toEqual([]);
});

/** GitHub starts schedules late on the hour, and stops those of a repository where nothing happens, with every other trigger of their file. */
test("a schedule is at an odd minute, each at its own, in a file that nothing but a person or another file triggers besides", () => {
  const scheduled = workflows.filter(({ on }) => on.schedule);
  const minutes = scheduled.flatMap(({ on }) => on.schedule?.map(({ cron }) => Number(cron.split(" ")[0])) ?? []);
  expect(minutes.filter((minute) => !(minute % 2 === 1))).toEqual([]);
  expect(new Set(minutes).size).toBe(minutes.length);
  const others = scheduled.flatMap(({ file, on }) => Object.keys(on).map((name) => `${file} ${name}`));
  expect(others.filter((each) => !/ (schedule|workflow_dispatch|workflow_call)$/.test(each))).toEqual([]);
});

/** Outside its window a rotation stands still, with both keys. A run may be an hour late. */
test("the daily rotation falls into the window of every environment whose keys rotate, on each day of the window, the whole year", () => {
  const [minute = 0, hour = 0] = (readWorkflow("rotate.yml").on.schedule?.[0]?.cron ?? "").split(" ").map(Number);
  const { declared } = connect({ env: process.env, directory: root }, () => {});
  const missed = declared()
    .environments.filter((each) => providersWithAge(each).length > 0)
    .flatMap((environment) => {
      const policy = { ...rotationPolicy(environment), freezes: [] };
      const days = Array.from({ length: 365 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day, hour, minute)));
      const late = (at: Date): Date => new Date(at.getTime() + 3_600_000);
      const open = days.filter((at) => nextInWindow(at, policy) === at && nextInWindow(late(at), policy)?.getTime() === late(at).getTime());
      // Of 52 weeks; the first and the last are cut.
      return open.length >= policy.window.days.length * 52 - 1
        ? []
        : [`${environment.name}: ${open.length} days; move the cron of rotate.yml into rotation.window`];
    });
  expect(missed).toEqual([]);
});

test("everything is run once, the least on the other versions of Node, and the job that is required needs them all", () => {
  const { jobs } = readWorkflow("ci.yml");
  const runs = (job: Job): string[] => job.steps.flatMap(({ run }) => run ?? []);
  const whole = Object.values(jobs).filter((job) => runs(job).includes("bash .ci/run"));
  expect(whole.map(({ strategy }) => strategy)).toEqual([undefined]);
  const { "ci-ok": required, ...others } = jobs;
  expect([required?.needs].flat().sort()).toEqual(Object.keys(others).sort());
});

test("all jobs run on one image, which is named", () => {
  expect([...new Set(jobs.map(({ job }) => job["runs-on"]))]).toEqual(["ubuntu-24.04"]);
});

/** Verbs that synthesise, and scripts, which may need anything. */
const synthesises = /\btwinpost (?:plan(?! .*--synthesised)|adopt|destroy|drift|records|roll-back)\b|\bnpm run\b|\.ci\//;

test("a job installs CDKTF and the tools of a developer where something needs them, and nowhere else", () => {
  const odd = jobs.flatMap(({ job, where }) =>
    job.steps.flatMap(({ run = "", "working-directory": folder }, index) => {
      if (!run.startsWith("npm ci")) return [];
      const later = job.steps.slice(index + 1).filter((step) => step["working-directory"] === folder);
      const again = later.findIndex((step) => step.run?.startsWith("npm ci"));
      const served = again < 0 ? later : later.slice(0, again);
      const isNeeded = served.some((step) => synthesises.test(step.run ?? ""));
      return isNeeded === run.endsWith(" --omit=dev") ? [`${where} step ${index + 1}: ${run}`] : [];
    }),
  );
  expect(odd).toEqual([]);
});
