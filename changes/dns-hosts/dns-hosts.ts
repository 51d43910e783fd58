/** The Terraform resource for one record at each DNS host. */
import type { DnsHostName } from "../../declaration/dns-hosts/dns-hosts";
import type { Plugin, TypeRules } from "../types/type-rules";
import { cloudflare } from "./cloudflare";
import type { RecordResource } from "./record-resource";

/** Undefined where a person publishes the records. */
export const recordResources: Record<DnsHostName, RecordResource | undefined> = { cloudflare, "by-hand": undefined };

const all = Object.values(recordResources).filter((resource) => resource !== undefined);

export const recordTypes = all.map(({ type }) => type);

export const recordTypeRules: Readonly<Record<string, TypeRules>> = Object.fromEntries(all.map(({ type, rules }) => [type, rules]));

export const recordPlugins: readonly Plugin[] = all.map(({ plugin }) => plugin);

/** @returns undefined for a resource that is no DNS record. */
export const recordResourceOf = (type: string): RecordResource | undefined => all.find((resource) => resource.type === type);
