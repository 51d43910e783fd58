/** The address of an SMTP client in the forms that SPF needs (RFC 7208 5, 5.5, 7.3). */
import { IPv4, IPv6 } from "ipaddr.js";
import type { DnsType } from "../dns/record";

export interface ClientAddress {
  address: IPv4 | IPv6;
  /** For people, and the macro `c`. */
  text: string;
  /** The macro `i`: dotted, by bytes or by hexadecimal digits. */
  dotted: string;
  /** The macro `v`. */
  arpa: "in-addr" | "ip6";
  /** Where its names are. */
  reverseName: string;
  /** The type of record that holds addresses of its kind. */
  type: Extract<DnsType, "A" | "AAAA">;
}

/** An IPv4 address mapped into IPv6 is an IPv4 address (RFC 7208 5). @throws RangeError when it is no address. */
export function parseClientAddress(text: string): ClientAddress {
  if (IPv4.isValidFourPartDecimal(text)) return ofIp4(IPv4.parse(text));
  if (!IPv6.isValid(text)) throw new RangeError(`client address is not an IP address, got "${text}"`);
  const address = IPv6.parse(text);
  return address.isIPv4MappedAddress() ? ofIp4(address.toIPv4Address()) : ofIp6(address);
}

function ofIp4(address: IPv4): ClientAddress {
  const text = address.toString();
  return { address, text, dotted: text, arpa: "in-addr", reverseName: reverse(text, "in-addr"), type: "A" };
}

function ofIp6(address: IPv6): ClientAddress {
  const dotted = address
    .toByteArray()
    .flatMap((byte) => [byte >> 4, byte & 15])
    .map((digit) => digit.toString(16).toUpperCase())
    .join(".");
  return { address, text: address.toString(), dotted, arpa: "ip6", reverseName: reverse(dotted, "ip6").toLowerCase(), type: "AAAA" };
}

const reverse = (dotted: string, arpa: string): string => `${dotted.split(".").reverse().join(".")}.${arpa}.arpa`;

/** @param prefix how many leading bits must be the same. @param network another kind of address never matches. */
export function isInNetwork({ address }: ClientAddress, network: IPv4 | IPv6, prefix: number): boolean {
  return address.kind() === network.kind() && address.match(network, prefix);
}

/** @param text a value of an A or AAAA record; nothing that a server may say makes this throw. */
export function isSameNetwork(client: ClientAddress, text: string, { prefix4, prefix6 }: { prefix4: number; prefix6: number }): boolean {
  if (client.type === "A") return IPv4.isValidFourPartDecimal(text) && isInNetwork(client, IPv4.parse(text), prefix4);
  return IPv6.isValid(text) && isInNetwork(client, IPv6.parse(text), prefix6);
}
