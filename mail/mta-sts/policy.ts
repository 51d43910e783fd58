/**
 * The policy file of MTA-STS (RFC 8461 3.2): lines of "name: value". Which hosts may receive mail for the domain, and what a sender does with another one.
 */
export interface MtaStsPolicy {
  mode: "enforce" | "testing" | "none" | undefined;
  /** Names of exchangers; "*.example.com" stands for any one label. */
  mx: string[];
  /** Seconds. */
  maxAge: number | undefined;
  problems: string[];
}

/** RFC 8461 3.3. */
export const mtaStsPolicyUrl = (domain: string): string => `https://mta-sts.${domain}/.well-known/mta-sts.txt`;

/** RFC 8461 3.2: a year, about. */
const longestAge = 31_557_600;

export function parseMtaStsPolicy(text: string): MtaStsPolicy {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  const fields = lines.map((line) => /^([A-Za-z0-9][A-Za-z0-9_.-]{0,31}):[ \t]*(.*?)[ \t]*$/.exec(line));
  const valuesOf = (name: string): string[] => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ""] : []));
  const [version] = valuesOf("version");
  const [mode] = valuesOf("mode");
  const [age = ""] = valuesOf("max_age");
  const mx = valuesOf("mx").map((name) => name.toLowerCase());
  const maxAge = /^\d{1,10}$/.test(age) && Number(age) <= longestAge ? Number(age) : undefined;
  const isMode = mode === "enforce" || mode === "testing" || mode === "none";
  const problems = [
    ...fields.flatMap((field, at) => (field ? [] : [`"${(lines[at] ?? "").slice(0, 60)}" is no field`])),
    ...(version === "STSv1" ? [] : ["has no version: STSv1"]),
    ...(isMode ? [] : [`has no mode: enforce, testing or none${mode === undefined ? "" : `, got "${mode.slice(0, 60)}"`}`]),
    ...(maxAge === undefined ? [`has no max_age: up to ${longestAge}`] : []),
    ...(mode !== "none" && mx.length === 0 ? ["names no mx"] : []),
  ];
  return { mode: isMode ? mode : undefined, mx, maxAge, problems };
}

/** RFC 8461 4.1: a wildcard stands for the leftmost label, and only for that. */
export const isCovered = (host: string, { mx }: Pick<MtaStsPolicy, "mx">): boolean =>
  mx.some((name) => name === host || (name.startsWith("*.") && host.slice(host.indexOf(".") + 1) === name.slice(2)));
