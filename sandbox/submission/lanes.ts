/**
 * How many deliveries to one destination are under way at once: 20, as Postfix has it unless told (https://www.postfix.org/postconf.5.html,
 * smtp_destination_concurrency_limit). Without a limit one message to a thousand recipients makes a thousand connections and DNS questions, and all
 * fail for want of time.
 */
export type Lanes = <T>(destination: string, deliver: () => Promise<T>) => Promise<T>;

const atOnce = 20;

export function createLanes(): Lanes {
  const lanes = new Map<string, { free: number; waiting: (() => void)[] }>();
  return async (destination, deliver) => {
    const lane = lanes.get(destination) ?? { free: atOnce, waiting: [] };
    lanes.set(destination, lane);
    if (lane.free > 0) lane.free--;
    else await new Promise<void>((enter) => lane.waiting.push(enter));
    try {
      return await deliver();
    } finally {
      const next = lane.waiting.shift();
      if (next) next();
      else lane.free++;
    }
  };
}
