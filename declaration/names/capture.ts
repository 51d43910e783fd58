/** What is the capture server's in an environment. A contract: its login is stored. */
import type { EnvironmentName } from "../schema/environment";

/** The login of the application at its capture server. */
export const captureLogin = (environment: EnvironmentName): string => `twinpost-${environment}`;
