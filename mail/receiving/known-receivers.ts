/**
 * What large receivers write in another way than RFC 8601 lets one expect. Whoever is not named here is believed by the rules alone:
 * a name, above the receiver's own Received field.
 */
import { sharesOrganisationalDomain } from "../dmarc/organisational-domain";

interface KnownReceiver {
  /** Domains of its hosts, which call themselves by any of them. The first stands for all. */
  domains: readonly string[];
  /** Leaves out the authserv-id: https://learn.microsoft.com/defender-office-365/message-headers-eop-mdo, "Authentication-results message header". */
  isAnonymous?: true;
  /**
   * Writes its field just below its own Received field. It takes away fields that claim its name (RFC 8601 5), and its own stands above the
   * sender's: https://support.google.com/mail/answer/29436 shows the header of a message.
   */
  writesBelow?: true;
  /** Its own hops have public addresses that begin so. */
  addresses?: readonly string[];
}

const receivers: readonly KnownReceiver[] = [
  { domains: ["google.com", "gmail.com", "googlemail.com"], writesBelow: true },
  {
    domains: ["outlook.com", "office365.com", "exchangelabs.com"],
    isAnonymous: true,
    // https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges, Exchange Online; hops are shown as 2603:10a6:….
    addresses: ["2603:10", "2a01:111:", "40.92.", "40.107.", "52.100.", "52.101.", "52.102.", "52.103.", "104.47."],
  },
  { domains: ["icloud.com", "me.com", "mac.com", "apple.com"] },
  { domains: ["proton.me", "proton.ch", "protonmail.ch", "protonmail.com"] },
  { domains: ["yahoo.com", "yahoodns.net", "aol.com"] },
];

const receiverOf = (host: string): KnownReceiver | undefined =>
  receivers.find(({ domains }) => domains.some((domain) => host === domain || host.endsWith(`.${domain}`)));

/** A domain that stands for the organisation that the host belongs to. */
export const organisationOf = (host: string): string => receiverOf(host)?.domains[0] ?? host;

export const isOfOneReceiver = (host: string, other: string): boolean =>
  sharesOrganisationalDomain(organisationOf(host), organisationOf(other));

export const isKnownInside = (address: string, by: string): boolean =>
  receiverOf(by)?.addresses?.some((start) => address.startsWith(start)) ?? false;

export const mayBeAnonymous = (host: string): boolean => receiverOf(host)?.isAnonymous ?? false;

export const writesBelowReceived = (host: string): boolean => receiverOf(host)?.writesBelow ?? false;
