/** Which environments hear from their sending providers what became of messages, and which functions that takes. Pure. */
import { sendingProviders } from "../mail/providers/sending-providers";
import { type FunctionName, functionNames } from "./names/events";
import { type Environment, sendingProvidersOf } from "./schema/environment";

type Sends = Pick<Environment, "sendingProviders">;
type Watched = Sends & Pick<Environment, "alerts">;

const hearsBy = (environment: Sends, how: "topic" | "posts"): boolean =>
  sendingProvidersOf(environment).some((provider) => sendingProviders[provider].events === how);

/** Not where all mail ends in a test server. */
export const keepsEvents = (environment: Sends): boolean => hearsBy(environment, "topic") || hearsBy(environment, "posts");

const isNeeded: Record<FunctionName, (environment: Watched) => boolean> = {
  "take-events": keepsEvents,
  webhook: (environment) => hearsBy(environment, "posts"),
  notify: (environment) => keepsEvents(environment) && environment.alerts.webhook !== undefined,
  watch: keepsEvents,
};

export const functionsOf = (environment: Watched): FunctionName[] => functionNames.filter((name) => isNeeded[name](environment));

/** Whether the application hears of outcomes. */
export const tellsOutcomes = (environment: Sends & Pick<Environment, "outcomes">): boolean =>
  environment.outcomes !== undefined && keepsEvents(environment);

/** Kinds of mail that are counted apart. */
export const streamsOf = ({ streams = ["invitations"] }: Pick<Environment, "streams">): readonly string[] => [...new Set(streams)];
