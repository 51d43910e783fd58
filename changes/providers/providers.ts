/** The safety gate's rules of each sending provider. */
import type { ProviderName } from "../../mail/providers/sending-providers";
import type { Values } from "../values";
import { capture } from "./capture";
import type { ProviderResources } from "./provider-resources";
import { sendgrid } from "./sendgrid";
import { ses } from "./ses";

const table: Record<ProviderName, ProviderResources> = { sendgrid, ses, capture };
const all = Object.values(table);

export const providerAttributes: ProviderResources["attributes"] = Object.assign({}, ...all.map(({ attributes }) => attributes));

/** @returns undefined for a resource of no sending provider. */
export const providerResourcesOf = (type: string): ProviderResources | undefined => all.find(({ attributes }) => type in attributes);

export const namesIn = (type: string, values: Values, kind: "returnPaths" | "trackedLinks"): string[] =>
  providerResourcesOf(type)?.names?.(type, values)[kind] ?? [];
