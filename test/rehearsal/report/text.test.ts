import type { RehearsalReport } from "../../../rehearsal/report/report";
import { rehearsalText } from "../../../rehearsal/report/text";
import { laidOut, plain } from "../../../reports/layout";
import { createStepProgress } from "../../../reports/step-progress";
import { changes, credentials, failed, report, step } from "./report";

const shown = (of: RehearsalReport): string => plain(rehearsalText(of, directory));
const directory = ".twinpost/rehearsals/x";
/** ESC and carriage return: fit for a terminal only. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about.
const controlCodes = /[\u001b\r]/;

test("a rehearsal that passed", () => {
  expect(shown(report())).toBe(`
THROUGH            TO         SPF           DKIM          DMARC  TLS        TIME
ses                gmail.com  pass aligned  pass aligned  pass   1.3 / 1.3  0.5 s  inbox
sendgrid (Python)  gmail.com  pass aligned  pass aligned  pass   1.3 / 1.3  0.5 s  inbox

TIME     STEP
  1.0 s  invitations to each receiver  ███████████████
  2.0 s  in total

trouble: 2 calls hit on purpose, seed "twinpost" (listed in the report)

staging would deliver: 1 of 1 invitations authenticated and aligned

report  .twinpost/rehearsals/x/report.html
json    .twinpost/rehearsals/x/report.json
logs    .twinpost/rehearsals/x/

next: make the bucket for Terraform's state, for real
  npx twinpost bootstrap --env staging --apply
`);
});

test("a rehearsal that failed says which step, why, what to do and where to look", () => {
  const text = shown(failed);
  expect(text).toContain("ses      gmail.com  pass aligned  pass aligned  pass   1.3 / 1.3  0.5 s  NOT AS EXPECTED");
  expect(text).toContain(`failed: invitations to each receiver
ses to seed@gmail.com: did not arrive
  run again with --keep
  log: .twinpost/rehearsals/x/seed-test.log

staging is not ready: "invitations to each receiver" failed
`);
});

test("changes that were tried: what was forecast, what was held back, what receivers did, and what was left out", () => {
  expect(shown(report({ changes: changes() }))).toContain(`
CHANGE                             FORECAST                                        HELD BACK  RECEIVERS DID
SendGrid's return path is deleted  SendGrid junk, bulk deferred; Amazon SES inbox  yes        as forecast, 4 of 4
DMARC is raised                    inbox                                           no         as forecast, 4 of 4
change not tried: SES loses a key; ses does not send here
`);
});

test("a change whose forecast did not come true", () => {
  const real = changes().rows[1]?.real;
  const text = shown(report({ changes: changes(real) }));
  expect(text).toMatch(/return path is deleted .* yes +inbox \(2 of 4 as forecast\)/);
  expect(shown(report({ changes: changes([]) }))).toMatch(/return path is deleted .* yes +not tried/);
});

test("colour only where it was asked for", () => {
  expect(shown(failed)).not.toMatch(controlCodes);
  expect(laidOut(rehearsalText(failed, directory), { columns: 80, colour: true })).toMatch(controlCodes);
});

describe("steps as they happen", () => {
  const events = [
    { kind: "started", id: "a", title: "terraform plan", atMs: 0 },
    { kind: "started", id: "b", title: "verify", atMs: 500 },
    { kind: "noted", id: "b", note: "waiting", atMs: 800 },
    { kind: "ended", id: "b", title: "verify", atMs: 1500, startedAtMs: 500, ms: 1000, status: "done", note: "10 records" },
    { kind: "ended", id: "a", title: "terraform plan", atMs: 2000, startedAtMs: 0, ms: 2000, status: "failed" },
  ] as const;

  function show(isTerminal: boolean, columns = 80): string {
    let text = "";
    const progress = createStepProgress({ write: (more) => (text += more), isTerminal, page: () => ({ columns, colour: isTerminal }) });
    for (const event of events) progress.observe(event);
    progress.end();
    return text;
  }

  test("are plain lines where nobody watches", () => {
    expect(show(false)).toBe(`  terraform plan ...
  verify ...
✔   1.0 s  verify  (10 records)
✖   2.0 s  terraform plan
`);
  });

  test("on a terminal have a live line with everything that runs, no longer than the terminal", () => {
    expect(show(true)).toContain("terraform plan 0.8 s  |  verify: waiting 0.3 s");
    const lines = show(true, 20)
      .split(/[\r\n]/)
      .map((line) => line.replace("\u001b[2K", ""));
    const visible = lines.filter((line) => line.startsWith("⠙"));
    expect(visible).toEqual(["⠙ terraform plan 0."]);
    expect(show(true, 30)).toContain("⠙ terraform plan 0.5 s  |  +1");
  });
});

test("several stacks: whose verdict, what each planned, what was destroyed again and what of it stays", () => {
  const several = report({
    environment: "all",
    stacks: [
      { name: "organisation", resources: 6, secondPlanChanges: 0 },
      { name: "staging", resources: 38 },
    ],
    steps: [step({ stack: "staging", startedAtMs: 500, ms: 1500 })],
    destroyed: {
      environment: "dev",
      resources: 38,
      keys: ["SES SMTP access key AKIA"],
      stays: [{ what: 'secret "x"', until: "2026-12-23" }],
    },
  });
  const text = shown(several);
  expect(text).toContain("staging      ses                gmail.com");
  expect(text).toMatch(/^organisation +6 resources +empty +-\nstaging +38 resources +not reached +0\.5 to 2\.0 s\n2\.0 s in total\n/m);
  expect(text).toContain('destroyed: dev, 38 resources and 1 key; for a while stays:\n  secret "x", until 2026-12-23\n');
  expect(text).toContain("everything that is declared would deliver: 1 of 1 invitations authenticated and aligned");
});

test("credentials that were replaced, and a switch: keys, seconds, and that clocks were compressed", () => {
  expect(shown(report({ credentials }))).toContain(`
CREDENTIALS                         MEASURED
ses: key replaced  A -> B           old login refused after 2 s
switched           sendgrid -> ses  in 0.5 s
clocks compressed: 3 logins
`);
});
