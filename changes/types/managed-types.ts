/** Every type of resource that the stacks declare, with what the gate knows of it. declaration/names/managed-types.ts has AWS's names. */
import { type AwsType, awsDataSourceTypes } from "../../declaration/names/managed-types";
import { recordTypeRules } from "../dns-hosts/dns-hosts";
import { providerDataSources, providerTypeRules } from "../providers/providers";
import { accessTypes } from "./access";
import { auditTypes } from "./audit";
import { bucketTypes } from "./buckets";
import { eventTypes } from "./events";
import { monitoringTypes } from "./monitoring";
import type { TypeRules } from "./type-rules";

/** A type that is in the list and in no table does not compile, nor does the reverse. */
const aws: Record<Exclude<AwsType, `aws_sesv2_${string}`>, TypeRules> = {
  ...accessTypes,
  ...auditTypes,
  ...bucketTypes,
  ...monitoringTypes,
  ...eventTypes,
};

const all: ReadonlyMap<string, TypeRules> = new Map(Object.entries({ ...aws, ...providerTypeRules, ...recordTypeRules }));

export const managedTypes: readonly string[] = [...all.keys()];

export const isManagedType = (type: string): boolean => all.has(type);

/** What a stack reads. */
export const isKnownDataSource = (type: string): boolean => awsDataSourceTypes.includes(type) || providerDataSources.includes(type);

/** @throws if it is none of ours. */
export function typeRulesOf(type: string): TypeRules {
  const rules = all.get(type);
  if (!rules) throw new Error(`"${type}" is none of the managed types`);
  return rules;
}
