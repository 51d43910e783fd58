/** What `--env` may name, and the stacks that follow. A contract: a stack's name is its folder and its state. */

/** In place of an environment's name where the organisational domains are meant. */
export const organisationName = "organisation";
/** In place of an environment's name where everything that is declared is meant. */
export const allName = "all";

export const accountStackName = (account: string): string => `account-${account}`;
/** No environment can be called like that: its name would be too long. */
export const accountOfStack = (name: string): string | undefined => /^account-(\d{12})$/.exec(name)?.[1];

/** @param name of an environment, the organisation's, or an account stack's own. */
export const stackName = (name: string): string => (name === organisationName || accountOfStack(name) ? name : `email-${name}`);
