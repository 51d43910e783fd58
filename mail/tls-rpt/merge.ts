/** Merges two TLS-RPT records of one name: with more than one, senders act as if there were none (RFC 8460 3). */

export const isTlsRpt = (text: string): boolean => /^v=TLSRPTv1[ \t]*;/.test(text);

/** Everybody who got reports goes on getting them. */
export const mergeTlsRpt = (live: string, declared: string): string =>
  `v=TLSRPTv1; rua=${[...new Set([...targets(declared), ...targets(live)])].join(",")}`;

/** Targets of the live record that the declared one would take away. */
export const missingFromTlsRpt = (live: string, declared: string): string[] =>
  targets(live).flatMap((target) => (targets(declared).includes(target) ? [] : [`rua=${target}`]));

const targets = (text: string): string[] =>
  (/;[ \t]*rua=([^;]*)/.exec(text)?.[1] ?? "")
    .split(",")
    .map((target) => target.trim())
    .filter(Boolean);
