/** The capture server in an email stack: nothing. It is a container of one's own; its login's secret is made like any provider's. */
import type { Sender } from "./sender";

export const capture: Sender = { declare: () => [] };
