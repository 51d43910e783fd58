/** Which blocklists are asked: none unless they are named, since the large ones refuse who asks through a public resolver. */
import { isIP } from "node:net";
import { OperatorError } from "../declaration/operator-error";
import { isFqdn } from "../declaration/schema/field-kinds";
import type { Blocklist } from "../findings/domain/check-blocklists";

export interface BlocklistOptions {
  blocklist?: string[];
  address?: string[];
  addressBlocklist?: string[];
}

/** @throws OperatorError when a name or an address is none, or addresses and their lists are not named together. */
export function readBlocklists({ blocklist, address, addressBlocklist }: BlocklistOptions): {
  addresses: string[];
  blocklists: Blocklist[];
} {
  const addresses = words(address).map((each) => requireThat(isIP(each) > 0, "--address", each, "an IPv4 or IPv6 address"));
  const zones = (flag: string, values: string[] | undefined): string[] =>
    words(values).map((zone) => requireThat(isFqdn(zone), flag, zone, "a name such as dbl.spamhaus.org"));
  const blocklists = [
    ...zones("--blocklist", blocklist).map((zone): Blocklist => ({ zone, lists: "domains" })),
    ...zones("--address-blocklist", addressBlocklist).map((zone): Blocklist => ({ zone, lists: "addresses" })),
  ];
  if (addresses.length > 0 !== blocklists.some(({ lists }) => lists === "addresses"))
    throw new OperatorError("--address and --address-blocklist belong together, got one of them", undefined, { exitCode: 2 });
  return { addresses, blocklists };
}

/** From an environment variable they come as one text. */
const words = (values: string[] = []): string[] => values.flatMap((value) => value.split(/[\s,]+/)).filter(Boolean);

function requireThat(holds: boolean, flag: string, value: string, expected: string): string {
  if (!holds) throw new OperatorError(`${flag} is not understood, got "${value}", expected ${expected}`, undefined, { exitCode: 2 });
  return value;
}
