/**
 * The filters of ListSecrets: names, tags and regions by their beginnings, with case; descriptions by the beginnings of words, without.
 * "!" before a value negates it. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html
 */
import type { Input } from "./operation";
import type { Secret } from "./secret";

export const matches = (secret: Secret, filters: NonNullable<Input["Filters"]>): boolean =>
  filters.every(({ Key, Values }) => Values.some((value) => holds(secret, Key, value)));

function holds(secret: Secret, key: string, value: string): boolean {
  if (value.startsWith("!")) return !holds(secret, key, value.slice(1));
  const { content, name, primaryRegion, region } = secret;
  const begins = (text: string): boolean => text.startsWith(value);
  const describes = (text: string): boolean =>
    text.split(/[^\p{L}\p{N}]+/u).some((word) => word.toLowerCase().startsWith(value.toLowerCase()));
  const tests: Record<string, () => boolean> = {
    name: () => begins(name),
    description: () => describes(content.description ?? ""),
    "tag-key": () => Object.keys(content.tags).some(begins),
    "tag-value": () => Object.values(content.tags).some(begins),
    "primary-region": () => begins(primaryRegion ?? region),
    all: () => [name, content.description ?? "", ...Object.entries(content.tags).flat()].some(describes),
  };
  return tests[key]?.() ?? false;
}
