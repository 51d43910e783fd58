/** Every verb, by what one wants to do. */
import type { VerbGroup } from "./verb";
import { change } from "./verbs/change";
import { look } from "./verbs/look";
import { operate } from "./verbs/operate";
import { rehearse } from "./verbs/rehearse";
import { setUp } from "./verbs/set-up";

export const groups: readonly VerbGroup[] = [rehearse, setUp, change, look, operate];
