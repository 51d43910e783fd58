/** A forecast for a terminal: what each receiver will do with each sending provider's mail, and what changes in SPF, DKIM and DMARC. */
import type { DmarcPolicy } from "../mail/dmarc/build";
import type { DmarcChange, Pointers, SpfChange } from "../mail/forecast/changes";
import type { PathState } from "../mail/forecast/evaluate";
import type { Forecast, PathForecast } from "../mail/forecast/forecast";
import { receiverNames } from "../mail/forecast/receivers";
import { spfLimits } from "../mail/spf/trace";
import { findingText } from "./finding-text";
import { terminalTable } from "./terminal-table";

export function forecastText(environment: string, forecast: Forecast): string {
  return [
    `${environment}: what receivers will conclude\n`,
    ...(forecast.paths.length > 0 ? [verdictTable(forecast.paths)] : []),
    ...forecastLines(forecast).map((line) => `${line}\n`),
    ...forecast.findings.map((finding) => `\n${findingText(finding)}`),
  ].join("");
}

/** For the end of a plan; errors are told by the safety gate. */
export function forecastSummary(forecast: Forecast): string[] {
  const { paths, findings } = forecast;
  const isOne = new Set(paths.map(({ after }) => after.authorDomain)).size < 2;
  const outcomes = paths.map(({ before, after }) => {
    const who = isOne ? after.provider : `${after.provider} for ${after.authorDomain}`;
    return `  ${who}: ${pathInWords(before)} -> ${pathInWords(after)}`;
  });
  const notes = findings.filter(({ severity }) => severity !== "error").map(({ what }) => `  note: ${what}`);
  return ["forecast:", ...outcomes, ...forecastLines(forecast).map((line) => `  ${line}`), ...notes];
}

function verdictTable(paths: readonly PathForecast[]): string {
  const rows = paths.flatMap(({ before, after }) =>
    receiverNames.map((receiver) => [
      after.provider,
      after.authorDomain,
      receiver,
      outcomeAt(before, receiver),
      outcomeAt(after, receiver),
    ]),
  );
  return terminalTable(["by", "from", "receiver", "before", "after"], rows);
}

/** The ordinary verdict, and the one for bulk senders or of the other reading where it differs. */
function outcomeAt({ isSetUp, verdicts }: PathState, receiver: string): string {
  if (!isSetUp) return "not set up";
  const own = verdicts.filter((verdict) => verdict.receiver === receiver);
  const [first, ...others] = own;
  if (!first) return "";
  const different = others.filter(({ outcome }) => outcome !== first.outcome);
  const noted = different.map(({ outcome, volume, reading }) =>
    volume === first.volume ? `${reading}: ${outcome}` : `bulk senders: ${outcome}`,
  );
  return [first.outcome, ...new Set(noted)].join("; ");
}

function pathInWords(state: PathState): string {
  if (!state.isSetUp) return "not set up";
  const [undecided] = state.undecided;
  const outcomes = [...new Set(receiverNames.map((receiver) => outcomeAt(state, receiver)))];
  const [only] = outcomes;
  if (only === "undecided" && outcomes.length === 1) return `decided at verify (${undecided ?? "something is known only then"})`;
  return outcomes.length === 1
    ? `${only} everywhere`
    : receiverNames.map((receiver) => `${receiver} ${outcomeAt(state, receiver)}`).join(", ");
}

function forecastLines({ paths, spf, dmarc, selectors, returnPaths, timeToSafe: wait }: Forecast): string[] {
  return [
    ...assumptions(paths),
    ...spf.map(spfLine),
    ...dmarcLines(dmarc),
    ...pointerLines("DKIM selectors", selectors),
    ...pointerLines("return paths", returnPaths),
    ...(wait ? [`old answers are gone ${duration(wait.seconds)} after the apply (${wait.because})`] : []),
  ];
}

function spfLine({ name, before, after, added, removed }: SpfChange): string {
  const terms = [...added.map((term) => `+${term}`), ...removed.map((term) => `-${term}`)];
  if (!after) return `SPF of ${name}: not known yet`;
  const lookups = `look-ups ${before?.lookups ?? 0} -> ${after.lookups} of ${spfLimits.lookups}`;
  const voids = `finding nothing ${before?.voidLookups ?? 0} -> ${after.voidLookups} of ${spfLimits.voidLookups}`;
  return `SPF of ${name}: ${[terms.join(" ") || "same terms", lookups, voids].join(", ")}`;
}

/** Each once, with the domains that it is about. */
function assumptions(paths: readonly PathForecast[]): string[] {
  const texts = [...new Set(paths.flatMap(({ assumed }) => assumed ?? []))];
  return texts.map((text) => {
    const domains = paths.filter(({ assumed }) => assumed === text).map(({ after }) => after.authorDomain);
    return `taken for granted of ${domains.join(" and ")}: ${text}`;
  });
}

const whatHappens = { none: "it is delivered and reported", quarantine: "it goes to junk", reject: "it is refused" };

type DmarcState = NonNullable<DmarcChange["before"]>;

interface DmarcLine {
  whom: string;
  reading: DmarcChange["reading"];
  text: string;
}

/** Both readings in one line where they agree. */
function dmarcLines(changes: readonly DmarcChange[]): string[] {
  const told = changes.flatMap(({ domain, reading, before, after }) => {
    const line = (whom: string, of: (state: DmarcState) => DmarcPolicy | undefined): DmarcLine[] => {
      const inWords = (state: DmarcState | undefined): string => {
        const policy = state && of(state);
        return !state ? "not known" : policy === undefined ? "nothing is asked for" : whatHappens[policy];
      };
      const [was, willBe] = [inWords(before), inWords(after)];
      return was === willBe ? [] : [{ whom, reading, text: `${was} -> ${willBe}` }];
    };
    // What a domain asks for below it matters where nobody of ours has a record: that is what organisational domains are for.
    return [
      ...line(domain, ({ policy }) => policy),
      ...line(`names below ${domain} that have no record`, ({ below }) => below?.existing),
      ...line(`names below ${domain} that do not exist`, ({ below }) => below?.missing),
    ];
  });
  return told.flatMap(({ whom, reading, text }) => {
    const same = told.filter((each) => each.whom === whom && each.text === text);
    if (same.length > 1) return same[0]?.reading === reading ? [`DMARC of ${whom}, for mail that fails: ${text}`] : [];
    return [`DMARC of ${whom}, for mail that fails, as ${reading} reads it: ${text}`];
  });
}

function pointerLines(what: string, { added, removed, changed }: Pointers): string[] {
  const parts = [...added.map((name) => `+${name}`), ...removed.map((name) => `-${name}`), ...changed.map((name) => `~${name}`)];
  return parts.length > 0 ? [`${what}: ${parts.join(" ")}`] : [];
}

const duration = (seconds: number): string => (seconds >= 120 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`);
