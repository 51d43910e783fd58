/** The secret from which the application sends, and what is in it. A contract: changing a name renames a live resource. */
import type { EnvironmentName } from "../schema/environment";

/** The application's contract: exactly these keys are in the application secret, and they are its environment variables. */
const applicationVariables = [
  "SMTP_SERVER",
  "SMTP_PORT",
  "SMTP_USER",
  "SMTP_PASSWORD",
  "FRONTEND_URL",
  "EMAIL_SENDER_ADDRESS",
  "EMAIL_SENDER_NAME",
] as const;
export type ApplicationSettings = Record<(typeof applicationVariables)[number], string>;

export const applicationSecret = (environment: EnvironmentName): string => `twinpost/${environment}/application`;
