/** Why a server of DNS was late, in words: verify tells it in the terms of DNS. */

export function whyLate(why: string): string {
  const [, kind = "", answer = "", serial, newest, left] =
    /^(late server|stale cache|nowhere published yet): (.*?)(?:, serial (\d+) of (\d+))?(?:, (\d+) s left)?$/.exec(why) ?? [];
  const what = answers[answer] ?? `it answered ${answer}`;
  if (kind === "late server")
    return `it still had an older version of the zone${serial ? ` (${serial}, the others had ${newest})` : ""}: ${what}`;
  if (kind === "stale cache")
    return `it remembered an earlier answer: ${what}${left ? `; for another ${left} s it would not have asked again` : ""}`;
  return kind ? `no server had it yet: ${what}` : why;
}

const answers: Readonly<Record<string, string>> = {
  "no-such-name": "there the name did not exist yet",
  "no-data": "there the name had no such record yet",
};
