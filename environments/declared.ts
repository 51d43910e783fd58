/** The names of the environments, in order. Each is a file beside this one: prod.ts exports `prod`, pre-prod.ts exports `preProd`. */
export const environments = ["dev", "staging", "prod"];
