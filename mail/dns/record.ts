/** Types of DNS records that are asked for. */
export type DnsType = "A" | "AAAA" | "CAA" | "CNAME" | "DS" | "MX" | "NS" | "PTR" | "SOA" | "TXT";
