/** Relations between domain names; all in lower case without a final dot. */

export const isAtOrBelow = (name: string, ancestor: string): boolean => name === ancestor || name.endsWith(`.${ancestor}`);
