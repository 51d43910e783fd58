/** The wiring of every sending provider. */
import type { ProviderName } from "../../declaration/schema/environment";
import { captureWiring } from "./capture";
import type { ProviderWiring } from "./provider-wiring";
import { sendgridWiring } from "./sendgrid";
import { sesWiring } from "./ses";

export const providerWirings: Record<ProviderName, ProviderWiring> = { sendgrid: sendgridWiring, ses: sesWiring, capture: captureWiring };
