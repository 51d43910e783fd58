/** Prepared changes of a rehearsal in words, for the terminal and the HTML report alike. */
import { sendingProviders } from "../../mail/providers/sending-providers";
import type { ChangeRow, MessageOutcome } from "./report";

/** "inbox", or by sending provider: "SendGrid junk, bulk deferred/refused; SES inbox". */
export function outcomesInWords(outcomes: readonly MessageOutcome[]): string {
  const providers = [...new Set(outcomes.map(({ provider }) => provider))];
  const told = providers.map((provider) => ({
    title: sendingProviders[provider].title,
    words: volumesInWords(outcomes.filter((each) => each.provider === provider)),
  }));
  const [first] = told;
  if (!first) return "-";
  if (told.every(({ words }) => words === first.words)) return first.words;
  return told.map(({ title, words }) => `${title} ${words}`).join("; ");
}

function volumesInWords(outcomes: readonly MessageOutcome[]): string {
  const of = (wanted: MessageOutcome["volume"]): string =>
    [...new Set(outcomes.filter(({ volume }) => volume === wanted).map(({ outcome }) => outcome))].join("/");
  return of("ordinary") === of("bulk") ? of("ordinary") : `${of("ordinary")}, bulk ${of("bulk")}`;
}

type Compared = Pick<ChangeRow, "forecast" | "real">;

/** "open": not tried, or all of it rests on a belief, which no receiver proves. */
export function proofOf(row: Compared & Pick<ChangeRow, "belief">): "as forecast" | "otherwise" | "open" {
  const proven = provenPart(row);
  if (!isEqual(row)) return row.real ? "otherwise" : "open";
  return proven.real.length > 0 ? "as forecast" : "open";
}

const isEqual = ({ forecast, real = [] }: Compared): boolean => real.length > 0 && equals({ forecast, real }) === real.length;

const provenPart = ({ forecast, real = [], belief }: Compared & Pick<ChangeRow, "belief">): Required<Compared> => ({
  forecast,
  real: real.filter(({ provider }) => provider !== belief),
});

/** What receivers did, and how many of their verdicts were as forecast. */
export function realInWords({ belief, ...compared }: Compared & Pick<ChangeRow, "belief">): string {
  const proven = provenPart({ ...compared, ...(belief ? { belief } : {}) });
  const believed = (compared.real ?? []).length - proven.real.length;
  if (believed === 0) return comparedInWords(compared);
  const rest = proven.real.length > 0 ? `${comparedInWords(proven)}; ` : "";
  return `${rest}${believed} rest on a belief about ${belief ? sendingProviders[belief].title : ""}`;
}

function comparedInWords({ forecast, real = [] }: Compared): string {
  if (real.length === 0) return "not tried";
  const count = `${equals({ forecast, real })} of ${real.length}`;
  return isEqual({ forecast, real }) ? `as forecast, ${count}` : `${outcomesInWords(real)} (${count} as forecast)`;
}

const equals = ({ forecast, real = [] }: Compared): number =>
  real.filter((did) =>
    forecast.some(
      (said) =>
        said.provider === did.provider && said.receiver === did.receiver && said.volume === did.volume && said.outcome === did.outcome,
    ),
  ).length;
