/** docs/cost.md: each file has its minutes, the sums are right, and the prices are those that `doctor` reckons with. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { estimateMonthlyCost } from "../../mail/cost";
import { sendingProviders } from "../../mail/providers/sending-providers";
import { readWorkflow, workflowFiles } from "../github-workflows/workflow-file";
import { root } from "./sources";

const text = readFileSync(join(root, "docs", "cost.md"), "utf8");
const rows = [...text.matchAll(/^\| `([\w-]+\.yml)`[^|]*\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \|$/gm)].map(
  ([, file = "", runs = "", jobs, minutes, sum]) => ({
    file,
    runs: Number(runs),
    jobs: Number(jobs),
    minutes: Number(minutes),
    sum: Number(sum),
  }),
);

test("every workflow file has a row, and every row is a file", () => {
  const files = workflowFiles().map((file) => basename(file));
  expect([...new Set(rows.map(({ file }) => file))].sort()).toEqual(files.sort());
});

test("rows are added up, and the schedules use under 600 minutes a month", () => {
  const wrong = rows.filter(({ runs, jobs, minutes, sum }) => (Number.isNaN(runs) ? 1 : runs) * jobs * minutes !== sum);
  expect(wrong).toEqual([]);
  const scheduled = rows.filter(({ runs }) => !Number.isNaN(runs));
  expect(scheduled.reduce((total, { sum }) => total + sum, 0)).toBeLessThan(600);
  const withSchedule = workflowFiles().filter((file) => readWorkflow(file).text.includes("cron:"));
  expect([...new Set(scheduled.map(({ file }) => file))].sort()).toEqual(withSchedule.map((file) => basename(file)).sort());
});

test("prices are those of the estimate", () => {
  const { lines } = estimateMonthlyCost({
    ...{ providers: [], perMonth: 0, secrets: 1, keys: 1 },
    dns: { what: "", how: "", usd: 0 },
  });
  const dedicated = sendingProviders.sendgrid.cost(100_000).usd;
  const prices = [
    sendingProviders.ses.cost(1000).usd,
    sendingProviders.sendgrid.cost(50_000).usd,
    dedicated,
    ...lines.slice(0, 2).map(({ usd }) => usd),
  ];
  const told = [...text.matchAll(/\| \$([\d.]+) \|$/gm)].map(([, usd]) => Number(usd));
  expect(told).toEqual(prices);
});
