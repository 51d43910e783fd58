/** A page is worse than its ticket, whichever of the two is declared. */
import { checkEnvironment } from "../../declaration/check";
import { staging } from "../fixtures/environments/staging";

const faults = (thresholds: object, failureRate: number = staging.alerts.failureRate): [string, unknown, string][] => {
  const checked = checkEnvironment("environments/staging.ts", { ...staging, alerts: { ...staging.alerts, failureRate, thresholds } });
  return "faults" in checked ? checked.faults.map(({ path, got, expected }) => [path, got, expected]) : [];
};

test.each<[string, object, [string, unknown, string][]]>([
  ["nothing", {}, []],
  ["both, in order", { bounces: { ticket: 0.01, page: 0.02 } }, []],
  ["a ticket from the page's default on", { bounces: { ticket: 0.04 } }, [["alerts.thresholds.bounces.page", undefined, "more than 0.04"]]],
  ["a page at the ticket's default", { bounces: { page: 0.025 } }, [["alerts.thresholds.bounces.page", 0.025, "more than 0.025"]]],
  [
    "both, the wrong way round",
    { complaints: { ticket: 0.001, page: 0.0005 } },
    [["alerts.thresholds.complaints.page", 0.0005, "more than 0.001"]],
  ],
  ["days, which count down", { expiry: { ticket: 20, page: 20 } }, [["alerts.thresholds.expiry.page", 20, "less than 20"]]],
  [
    "a page of failures below the ticket's rate",
    { failures: { page: 0.03 } },
    [["alerts.thresholds.failures.page", 0.03, "more than 0.05"]],
  ],
  ["what cannot be compared", { unjoined: { ticket: 0.5, page: 5 } }, []],
])("%s", (_, thresholds, expected) => {
  expect(faults(thresholds)).toEqual(expected);
});

test("a rate of failures that was right stays right without thresholds", () => {
  expect(faults({}, 0.5)).toEqual([]);
});

test("a field that is unknown is told, and a share that is none", () => {
  const [share, unknown] = [faults({ bounces: { ticket: 2.5, page: 0.05 } }), faults({ bounces: { warning: 0.03 } })];
  expect([share, unknown].map((all) => all.map(([path]) => path))).toEqual([
    ["alerts.thresholds.bounces.ticket", "alerts.thresholds.bounces.page"],
    ["alerts.thresholds.bounces.warning"],
  ]);
});
