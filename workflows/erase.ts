/**
 * Erases what is kept of a recipient, as the law asks for: at the sending providers, as far as their APIs can, and in our store. May be repeated: what
 * is gone already is no failure. Says what stays, and until when. The store is last, so that a run which failed before can still be seen to have work.
 */
import type { FoundMessage } from "../mail/events/message-search";
import { standingOf } from "../mail/events/standing";
import type { ProviderName } from "../mail/providers/sending-providers";

export interface RecipientData {
  /** Lists that keep the provider from sending to the address, by name. */
  lists(address: string): Promise<string[]>;
  takeOff(list: string, address: string): Promise<void>;
  /** Asks the provider to erase its logs, and returns the id of that request; absent where no API can. */
  eraseLogs?(addresses: readonly string[]): Promise<string>;
}

export interface EraseEffects {
  messages: {
    to(address: string): Promise<FoundMessage[]>;
    remove(key: string): Promise<void>;
  };
  providers: Readonly<Partial<Record<ProviderName, RecipientData>>>;
  now(): number;
}

export interface EraseRequest {
  address: string;
  apply: boolean;
  /** Leaves the address on the lists: who objected to mail gets none, whoever forgets it. */
  keepLists: boolean;
}

export interface ProviderErasure {
  provider: ProviderName;
  lists: string[];
  /** What becomes of its logs. */
  logs: "erased later" | "would be erased" | "no API" | "failed";
  /** Of the provider's own erasure, for its support. */
  job?: string;
  failures: string[];
}

export interface Erasure {
  status: "erased" | "would erase" | "partly erased";
  messages: number;
  /** A provider may still tell of these, and keeps them until it has. */
  underWay: number;
  listsKept: boolean;
  providers: ProviderErasure[];
  failures: string[];
}

export async function erase(request: EraseRequest, use: EraseEffects): Promise<Erasure> {
  const { address, apply, keepLists } = request;
  const found = await use.messages.to(address);
  const now = use.now();
  const underWay = found.filter(({ state }) => ["on its way", "put off"].includes(standingOf(state, now))).length;
  const providers: ProviderErasure[] = [];
  for (const [name, data] of Object.entries(use.providers)) providers.push(await eraseAt(name as ProviderName, data, request));
  const failures: string[] = [];
  if (apply) for (const { key } of found) await use.messages.remove(key).catch((error: unknown) => failures.push(reasonOf(error)));
  const isWhole = failures.length === 0 && providers.every((each) => each.failures.length === 0);
  const status = apply ? (isWhole ? "erased" : "partly erased") : "would erase";
  return { status, messages: found.length, underWay, listsKept: keepLists, providers, failures: [...new Set(failures)] };
}

/** One provider that cannot be reached keeps nothing from being erased elsewhere. */
async function eraseAt(provider: ProviderName, data: RecipientData, { address, apply, keepLists }: EraseRequest): Promise<ProviderErasure> {
  const failures: string[] = [];
  const tried = async <T>(effect: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await effect();
    } catch (error) {
      failures.push(reasonOf(error));
      return undefined;
    }
  };
  // Whether a provider tells them apart is not documented of both.
  const spellings = [...new Set([address, address.toLowerCase()])];
  const lists = new Set<string>();
  for (const spelling of spellings)
    for (const list of (await tried(() => data.lists(spelling))) ?? []) {
      lists.add(list);
      if (apply && !keepLists) await tried(() => data.takeOff(list, spelling));
    }
  const known = { provider, lists: [...lists] };
  if (!data.eraseLogs) return { ...known, logs: "no API", failures: [...new Set(failures)] };
  if (!apply) return { ...known, logs: "would be erased", failures: [...new Set(failures)] };
  const job = await tried(() => data.eraseLogs?.(spellings) ?? Promise.resolve(undefined));
  return {
    ...known,
    logs: job === undefined ? "failed" : "erased later",
    ...(job !== undefined && { job }),
    failures: [...new Set(failures)],
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
