/** The three states of an alarm. */
export type StateValue = "OK" | "ALARM" | "INSUFFICIENT_DATA";
export const stateValues: readonly StateValue[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];
