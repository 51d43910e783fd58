/** Options for blocklists: none is asked unless it is named, since the large ones refuse who asks through a public resolver. */
import { option, type Setting } from "./options";

export const blocklistOptions = (): Setting[] => [
  option(
    "--blocklist <zones...>",
    "lists of domains to look the domain up in, such as dbl.spamhaus.org; ask through a resolver of your own",
  ),
  option("--address-blocklist <zones...>", "lists of addresses to look --address up in, such as zen.spamhaus.org"),
  option("--address <addresses...>", "addresses that mail is sent from"),
];
