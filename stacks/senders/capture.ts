/** The capture server adds nothing to an email stack: it is the user's own container. Its secret is made like any provider's. */
import type { Sender } from "./sender";

export const capture: Sender = { declare: () => [] };
