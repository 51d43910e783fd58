/** Options for blocklists: none is asked unless it is named, since the large ones refuse who asks through a public resolver. */
import { option, type Setting } from "./options";

export const blocklistOptions = (): Setting[] => [
  option("--blocklist <zones...>", "domain blocklists to check, such as dbl.spamhaus.org; ask through your own resolver"),
  option("--address-blocklist <zones...>", "address blocklists to check --address against, such as zen.spamhaus.org"),
  option("--address <addresses...>", "IP addresses that send the mail"),
];
