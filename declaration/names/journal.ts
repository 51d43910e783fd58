/** Where the record of rotations and switches is kept. A contract: changing a name loses the records, and who holds a lease. */
import type { EnvironmentName, ProviderName } from "../schema/environment";

/** A DynamoDB table. */
export const journalTable = (environment: EnvironmentName): string => `twinpost-${environment}-journal`;

/** The attributes of its key: an entry's id is "<series>/<number>". */
export const journalKey = { series: "series", number: "number" } as const;

/** What the ids of its entries begin with. */
export const rotationSeries = (provider: ProviderName): string => `rotation/${provider}`;
/** Of tries to make a key outside a rotation. */
export const credentialsSeries = (provider: ProviderName): string => `credentials/${provider}`;
export const switchSeries = "switch";
/** The one entry of all days of the standby. */
export const exerciseEntry = "exercise/000001";
/** The one entry of all pauses. */
export const pauseEntry = "pause/000001";
