/** What is due at a run, by its time alone: the function keeps nothing between runs. */
export interface Due {
  hourly: boolean;
  daily: boolean;
}

const everyMinutes = 10;
/** At night in Europe, when nobody waits for an answer. UTC. */
const dailyAt = 4;
/** "By day", UTC: from 7 in Berlin's winter to 20 in its summer. Whoever is elsewhere is woken, or told later. */
const day = { from: 6, to: 18 };

export function dueAt(time: Date): Due {
  const hourly = time.getUTCMinutes() < everyMinutes;
  return { hourly, daily: hourly && time.getUTCHours() === dailyAt };
}

export const isDaytime = (time: Date): boolean => time.getUTCHours() >= day.from && time.getUTCHours() < day.to;
