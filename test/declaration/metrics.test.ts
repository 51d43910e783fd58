/** What CloudWatch bills: each combination of name and dimensions is a metric. */
import { alarmsOf } from "../../declaration/alarms/alarms";
import { allStreams, countsOfAll, countsOfStreams, otherMessageMetrics, otherStreams, watchMetrics } from "../../declaration/names/metrics";
import { staging } from "../fixtures/environments/staging";

const providers = ["sendgrid", "ses"];
const { metric: alarms } = alarmsOf(staging);
const asked = alarms.flatMap(({ metrics }) => Object.values(metrics)).filter(({ namespace }) => namespace.startsWith("Twinpost/"));
const idOf = ({ name, dimensions }: (typeof asked)[number]): string => [name, ...Object.values(dimensions)].join(" ");

test("an environment with both providers and one stream has 50 metrics at most", () => {
  const ofMessages = providers.flatMap((provider) => [
    ...[...countsOfAll, ...otherMessageMetrics].map((name) => [name, provider, allStreams].join(" ")),
    ...countsOfStreams.flatMap((name) => ["invitations", otherStreams].map((stream) => [name, provider, stream].join(" "))),
  ]);
  const watched = new Set(asked.filter(({ namespace }) => namespace === watchMetrics).map(idOf));
  expect(ofMessages.length + watched.size).toBeLessThanOrEqual(50);
});

test("alarms ask for what is published, of all streams", () => {
  const ofMessages = asked.filter(({ namespace }) => namespace !== watchMetrics);
  const published = new Set<string>([...countsOfAll, ...otherMessageMetrics]);
  expect(ofMessages.filter(({ name }) => !published.has(name)).map(idOf)).toEqual([]);
  expect(new Set(ofMessages.map(({ dimensions }) => dimensions.Stream))).toEqual(new Set([allStreams]));
});
