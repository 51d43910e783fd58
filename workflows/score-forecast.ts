/** Scores a forecast: evaluates DNS after the apply in the same way and compares the verdicts. Undecided ones are decided now. */

import { type Finding, findingOf } from "../findings/finding";
import { rank } from "../findings/forecast/findings";
import type { Forecast } from "../findings/forecast/forecast";
import { cached, type Resolve } from "../mail/dns/resolve";
import { evaluatePath, type Verdict } from "../mail/forecast/evaluate";
import { type DeclaredPath, findSelectors, pathOf } from "../mail/forecast/sending-path";
import type { MailRecord } from "../mail/records/mail-record";

export interface ScoreRequest {
  forecast: Forecast;
  paths: readonly DeclaredPath[];
  /** As applied. */
  records: readonly MailRecord[];
}

export interface ForecastScore {
  /** Verdicts that came true. */
  held: number;
  missed: number;
  /** Verdicts that stayed the same, and that no DNS can prove: what the provider does then is assumed both times. */
  believed: number;
  /** Verdicts that the forecast left undecided. */
  decided: number;
  /** Still undecided, because DNS did not answer. */
  open: number;
  findings: Finding[];
}

export async function scoreForecast({ forecast, paths, records }: ScoreRequest, use: { resolve: Resolve }): Promise<ForecastScore> {
  const resolve = cached(use.resolve);
  const score: ForecastScore = { held: 0, missed: 0, believed: 0, decided: 0, open: 0, findings: [] };
  for (const path of paths) {
    const predicted = forecast.paths.find(
      ({ after }) => after.provider === path.provider && after.authorDomain === path.authorDomain,
    )?.after;
    if (!predicted) continue;
    const real = await evaluatePath({ ...path, ...findSelectors(records, path) }, resolve);
    const { unsettled } = pathOf(path.provider);
    const missed = predicted.verdicts.filter((verdict, index) => count(verdict, real.verdicts[index], { score, unsettled }));
    if (missed.length > 0) score.findings.push(missedFinding(path, missed, real.verdicts, [...real.because, real.spf.why, real.dkim.why]));
  }
  return score;
}

/** Adds the score to what verification found, if there was a forecast. */
export const withScore = <T extends { findings: Finding[] }>(
  found: T,
  score: ForecastScore | undefined,
): T & { forecast?: ForecastScore } => (score ? { ...found, forecast: score, findings: [...found.findings, ...score.findings] } : found);

/** @returns whether it was missed. */
function count(
  predicted: Verdict,
  real: Verdict | undefined,
  { score, unsettled }: { score: ForecastScore; unsettled: Verdict["outcome"] | undefined },
): boolean {
  if (!real || real.outcome === "undecided") score.open++;
  else if (predicted.outcome === "undecided") score.decided++;
  else if (predicted.outcome === real.outcome) score[real.outcome === unsettled ? "believed" : "held"]++;
  else {
    score.missed++;
    return true;
  }
  return false;
}

function missedFinding(
  { provider, authorDomain }: DeclaredPath,
  missed: readonly Verdict[],
  real: readonly Verdict[],
  reasons: readonly (string | undefined)[],
): Finding {
  const isSame = (one: Verdict, other: Verdict): boolean =>
    one.receiver === other.receiver && one.volume === other.volume && one.reading === other.reading;
  const told = missed.map((verdict) => {
    const now = real.find((each) => isSame(each, verdict));
    return `${verdict.receiver} ${verdict.outcome} -> ${now?.outcome}`;
  });
  const isWorse = missed.some((verdict) => real.some((each) => isSame(each, verdict) && rank(each) > rank(verdict)));
  const why = reasons.filter((reason) => reason !== undefined);
  return {
    ...findingOf("forecast/missed", {
      what: `forecast and DNS differ about mail by ${provider}: ${[...new Set(told)].join(", ")}${why.length > 0 ? ` (${why.join("; ")})` : ""}`,
      where: `${provider} for ${authorDomain}`,
    }),
    severity: isWorse ? "error" : "warning",
  };
}
