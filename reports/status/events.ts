/** How the events of messages stand, in `status`: rows of the screen, and lines below it. */
import { sendingProviders } from "../../mail/providers/sending-providers";
import type { EnvironmentStatus, Reading } from "../../workflows/status";
import { count } from "../counts";
import { warning, wrong } from "../ink";

type Row = (title: string, cell: (view: EnvironmentStatus) => string) => string[];

/** Rows only where an environment has events. */
export function eventRows(environments: readonly EnvironmentStatus[], row: Row, since: (at: Date) => string): string[][] {
  if (!environments.some(({ events }) => events)) return [];
  return [
    row("last event", ({ events }) => shown(events?.last, "none in 3 d", since)),
    row("events waiting", ({ events }) =>
      shown(events?.queue, "-", ({ waiting, oldestSeconds, dead }) => {
        const oldest = oldestSeconds === undefined ? "" : `, oldest ${Math.ceil(oldestSeconds / 60)} min`;
        return `${waiting}${oldest}${dead > 0 ? `, ${wrong(`${count(dead, "DEAD LETTER", "DEAD LETTERS")}`)}` : ""}`;
      }),
    ),
    row("alarms", ({ events }) =>
      shown(events?.ringing, "-", (ringing) => (ringing.length === 0 ? "quiet" : wrong(`${ringing.length} RING`))),
    ),
  ];
}

/** What the rows have no room for. */
export function eventRemarks({ environment, events }: EnvironmentStatus): string[] {
  const ringing = known(events?.ringing) ?? [];
  const { dead = 0 } = known(events?.queue) ?? {};
  return [
    ...(ringing.length > 0 ? [`${environment}: alarms that ring: ${ringing.join(", ")}\n  docs/monitoring.md says what each means\n`] : []),
    ...(dead > 0
      ? [`${environment}: ${count(dead, "dead letter")}: \`npx twinpost redrive --env ${environment}\` shows what they are\n`]
      : []),
  ];
}

/** Where the providers tell of their own trouble: for people, nothing here decides by it. */
export function providerStatusPages(environments: readonly EnvironmentStatus[]): string {
  const names = environments.filter(({ events }) => events).flatMap(({ providers }) => providers.map(({ provider }) => provider));
  const pages = [...new Set(names)].flatMap((name) => sendingProviders[name].support?.status ?? []);
  return pages.length === 0 ? "" : `the providers' own trouble: ${pages.join(", ")}\n`;
}

function shown<T>(reading: Reading<T> | undefined, nothing: string, text: (value: T) => string): string {
  if (reading === undefined) return "-";
  if ("unknown" in reading) return warning("unknown");
  return reading.value === null ? nothing : text(reading.value);
}

const known = <T>(reading: Reading<T> | undefined): T | undefined =>
  reading !== undefined && "value" in reading ? (reading.value ?? undefined) : undefined;
