/** A DNS host that Terraform does not change, in a stack: nothing. The stack's output tells a person what to publish. */
import type { StackDnsHost } from "./dns-host";

export const byHand: StackDnsHost = {};
