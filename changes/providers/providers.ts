/** The safety gate's tables of each sending provider's types. */
import type { ProviderName } from "../../mail/providers/sending-providers";
import type { Plugin, TypeRules } from "../types/type-rules";
import type { Values } from "../values";
import { capture } from "./capture";
import type { ProviderResources } from "./provider-resources";
import { sendgrid } from "./sendgrid";
import { ses } from "./ses";

const table: Record<ProviderName, ProviderResources> = { sendgrid, ses, capture };
const all = Object.values(table);

export const providerTypeRules: Readonly<Record<string, TypeRules>> = Object.assign({}, ...all.map(({ types }) => types));

export const providerDataSources: readonly string[] = all.flatMap(({ dataSources }) => dataSources ?? []);

export const providerPlugins: readonly Plugin[] = all.flatMap(({ plugin }) => plugin ?? []);

export const isAnswer = (type: string, values: Values, target: string): boolean =>
  all.some((each) => type in each.types && each.isAnswer?.(type, values, target));

export const isWrittenAnswer = (expression: string): boolean => all.some(({ written }) => written?.test(expression));

export const namesIn = (type: string, values: Values, kind: "returnPaths" | "trackedLinks"): string[] =>
  all.find(({ types }) => type in types)?.names?.(type, values)[kind] ?? [];
