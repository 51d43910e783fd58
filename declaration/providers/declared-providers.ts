/** The declared side of every sending provider. */
import type { ProviderName } from "../../mail/providers/sending-providers";
import { sendsMail } from "../aws-regions";
import { declaredCapture } from "./declared-capture";
import type { DeclaredProvider } from "./declared-provider";
import { declaredSendgrid } from "./declared-sendgrid";

export const declaredProviders: Record<ProviderName, DeclaredProvider> = {
  sendgrid: declaredSendgrid,
  ses: { sendsFrom: sendsMail },
  capture: declaredCapture,
};
