/**
 * What colours say on a dashboard: each provider has one, red is bad, green is delivered, a red line wakes somebody and an orange one waits for
 * the morning. Those of CloudWatch's own palette.
 */
import type { Urgency } from "../../declaration/alarms/alarm";
import type { ProviderName } from "../../declaration/schema/environment";
import { providerNames } from "../../mail/providers/sending-providers";

export const good = "#2ca02c";
export const bad = "#d62728";
export const lessBad = "#ff9896";
export const worse = "#8c564b";
export const annoyed = "#e377c2";
export const late = "#bcbd22";
export const neutral = "#7f7f7f";

export const colourOfMark: Record<Urgency, string> = { page: bad, ticket: "#ff7f0e" };

const ofProviders = [
  { color: "#1f77b4", word: "blue" },
  { color: "#9467bd", word: "purple" },
  { color: "#17becf", word: "turquoise" },
] as const;

export const colourOfProvider = (provider: ProviderName): { color: string; word: string } =>
  ofProviders[providerNames.indexOf(provider) % ofProviders.length] ?? ofProviders[0];
