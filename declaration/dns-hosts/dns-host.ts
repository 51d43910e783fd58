/** What is to be known of any DNS host. Its own file fills this in, beside the schema of its fields; nothing else asks which host it is. */
import type { CostLine } from "../../mail/providers/sending-provider";
import type { Rule } from "../schema/field-kinds";

export interface DnsHost<Declared = unknown> {
  /** For people. */
  title: string;
  /** A person publishes the records; else Terraform makes them. */
  isByHand: boolean;
  /** The variable that its token is in, and what that token must be allowed to change; absent where nobody logs in. */
  administration?: { variable: string; changes: string };
  /** Settings that name another address of its API. */
  apiAddresses?: readonly string[];
  /** Where its ids of zones are found, for people. */
  zoneIds?: string;
  cost: CostLine;
  /** What two entries for the same host say that cannot both be true. @param others those before it. */
  conflict?(mine: Declared, others: readonly NamedDns<Declared>[]): { field: string; rule: Rule } | undefined;
}

interface NamedDns<Declared> {
  /** The environment's. */
  name: string;
  dns: Declared;
}
